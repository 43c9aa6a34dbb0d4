// A plugin imports MillracePlugin and nothing else.
@_exported public import CMillrace
@_exported public import ConnectConfig
@_exported public import ConnectData
