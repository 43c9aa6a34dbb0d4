internal import ConnectData
internal import Converters
internal import PluginHost
internal import TaskProtocol

/// The steps of a task's pipeline, in the order of its direction.
enum PipelineSteps {
    /// Source: transformations, then converters to bytes.
    static func source(
        _ start: ProcessStart, _ plugins: PluginClasses
    ) throws(ConnectError) -> [RecordPipeline.Step] {
        let converters = try ConverterSet(start, plugins: plugins)
        let (key, value, header) = (converters.key, converters.value, converters.header)
        var steps = try transformations(start, plugins)
        steps.append(
            step(
                .headerConverter, header.name, onlyForHeaders: true, isPlugin: header.converter is PluginHeaderConverter
            ) { batch, index throws(ConnectError) in
                try header.converter.fromConnect(batch, from: &index)
            })
        steps.append(
            step(.keyConverter, key.name, isPlugin: key.converter is PluginConverter) {
                batch, index throws(ConnectError) in
                try key.converter.fromConnect(batch, from: &index)
            })
        steps.append(
            step(.valueConverter, value.name, isPlugin: value.converter is PluginConverter) {
                batch, index throws(ConnectError) in
                try value.converter.fromConnect(batch, from: &index)
            })
        return steps
    }

    /// Sink: converters from bytes, then transformations.
    static func sink(
        _ start: ProcessStart, _ plugins: PluginClasses
    ) throws(ConnectError) -> [RecordPipeline.Step] {
        let converters = try ConverterSet(start, plugins: plugins)
        let (key, value, header) = (converters.key, converters.value, converters.header)
        let steps = [
            step(.keyConverter, key.name, isPlugin: key.converter is PluginConverter) {
                batch, index throws(ConnectError) in
                try key.converter.toConnect(batch, from: &index)
            },
            step(.valueConverter, value.name, isPlugin: value.converter is PluginConverter) {
                batch, index throws(ConnectError) in
                try value.converter.toConnect(batch, from: &index)
            },
            step(
                .headerConverter, header.name, onlyForHeaders: true, isPlugin: header.converter is PluginHeaderConverter
            ) { batch, index throws(ConnectError) in
                try header.converter.toConnect(batch, from: &index)
            },
        ]
        return steps + (try transformations(start, plugins))
    }

    private static func step(
        _ stage: Stage, _ name: String, alias: String? = nil, onlyForHeaders: Bool = false, isPlugin: Bool,
        _ run: @escaping (Batch, inout Int) throws(ConnectError) -> Void
    ) -> RecordPipeline.Step {
        RecordPipeline.Step(
            stage: stage, name: name, call: stage == .transformation ? .transform : .convert,
            alias: alias, onlyForHeaders: onlyForHeaders, isPlugin: isPlugin, run: run)
    }

    private static func transformations(
        _ start: ProcessStart, _ plugins: PluginClasses
    ) throws(ConnectError) -> [RecordPipeline.Step] {
        let config = start.connectorConfig
        var steps: [RecordPipeline.Step] = []
        for alias in config.list("transforms") {
            let name = config.text("transforms.\(alias).type") ?? ""
            var transformation = try plugins.transformation(
                name, config.under("transforms.\(alias)."), alias: alias)
            var isPlugin = transformation is PluginTransformation
            if let predicate = config.text("transforms.\(alias).predicate") {
                let type = config.text("predicates.\(predicate).type") ?? ""
                let condition = try plugins.predicate(
                    type, config.under("predicates.\(predicate)."), alias: predicate)
                isPlugin = isPlugin || condition is PluginPredicate
                transformation = ConditionalTransformation(
                    transformation, if: condition, negate: config.boolean("transforms.\(alias).negate"))
            }
            let made = transformation
            steps.append(
                step(.transformation, name, alias: alias, isPlugin: isPlugin) { batch, index throws(ConnectError) in
                    try made.apply(to: batch, from: &index)
                })
        }
        return steps
    }
}
