package org.eclipse.jetty.security;

/** Kafka Connect names this class and never uses it; the jar that has it is not among those that the tests install. */
public abstract class SecurityHandler extends org.eclipse.jetty.server.Handler.Wrapper { }
