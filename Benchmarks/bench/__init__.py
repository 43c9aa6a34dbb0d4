"""Measures Millrace beside a plain C program on librdkafka and, where there is one, Kafka Connect on the JVM."""
