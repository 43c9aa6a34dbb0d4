#include <cstdlib>
#include <memory>
#include <new>

#include "Guarded.h"
#include "Task.h"

namespace blackhole {
namespace {

/// The connector: its tasks all have its own configuration.
class Connector {
public:
    void start(const millrace_config &given) {
        config.reset(millrace_config_copy(&given, 0));
        if (!config) throw std::bad_alloc();
    }

    void configureTasks(int32_t count, const millrace_config_sink &tasks) const {
        for (int32_t made = 0; made < count; made++) tasks.add(tasks.context, config.get());
    }

private:
    struct Free {
        void operator()(millrace_config *memory) const { std::free(memory); }
    };

    std::unique_ptr<millrace_config, Free> config;
};

millrace_status create(const millrace_host *, const void *, void **self, millrace_error *error) {
    return guarded(error, [&] { *self = new Connector; });
}

void destroy(void *self) { delete static_cast<Connector *>(self); }

millrace_status start(
    void *self, const millrace_connector_context *, const millrace_config *config, millrace_error *error) {
    return guarded(error, [&] { static_cast<Connector *>(self)->start(*config); });
}

millrace_status taskConfigs(void *self, int32_t count, const millrace_config_sink *tasks, millrace_error *error) {
    return guarded(error, [&] { static_cast<Connector *>(self)->configureTasks(count, *tasks); });
}

millrace_config_key atLeastZero(
    millrace_string name, int32_t order, millrace_string defaultValue, millrace_string documentation) {
    millrace_config_key key{};
    key.name = name;
    key.type = MILLRACE_CONFIG_LONG;
    key.importance = MILLRACE_IMPORTANCE_LOW;
    key.flags = MILLRACE_CONFIG_HAS_MINIMUM;
    key.default_value = defaultValue;
    key.documentation = documentation;
    key.order_in_group = order;
    return key;
}

const millrace_config_key keys[] = {
    atLeastZero(
        MILLRACE_TEXT("log.every"), 1, MILLRACE_TEXT("0"),
        MILLRACE_TEXT("Records from one log line about the count to the next; 0 logs at the end only.")),
    atLeastZero(
        MILLRACE_TEXT("delay.ms"), 2, MILLRACE_TEXT("0"),
        MILLRACE_TEXT("Milliseconds that every put takes, as a slow system would.")),
};
const millrace_config_definition config = {
    sizeof config, sizeof(millrace_config_key), keys, sizeof keys / sizeof *keys};

const millrace_connector_functions connectorFunctions = {
    sizeof connectorFunctions, 0, create, destroy, start, nullptr, taskConfigs, nullptr};
const millrace_sink_connector_functions sinkFunctions = {
    sizeof sinkFunctions, 0, &connectorFunctions, &taskFunctions,
    MILLRACE_TEXT("io.millrace.blackhole.BlackholeSinkTask"), nullptr};
const millrace_descriptor descriptor = {
    sizeof descriptor,
    MILLRACE_SINK_CONNECTOR,
    MILLRACE_TEXT("io.millrace.blackhole.BlackholeSinkConnector"),
    MILLRACE_TEXT("0.1.0"),
    MILLRACE_TEXT("Counts records and their bytes and keeps nothing: to measure, or to drain a topic."),
    nullptr,
    0,
    &config,
    &sinkFunctions,
    nullptr};

}  // namespace
}  // namespace blackhole

MILLRACE_PLUGIN(&blackhole::descriptor);
