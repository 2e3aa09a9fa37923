#include "suggest/dashboard.hpp"

#include "suggest/quoted_json.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

namespace {

constexpr size_t max_panels = 20;
constexpr int panel_width = 8;
constexpr int panel_height = 8;
constexpr int dashboard_width = 24;

constexpr const char* datasource = R"({"type": "prometheus", "uid": "${datasource}"})";

struct UnitName {
    std::string_view base;
    const char* of_value; // Grafana's name of the unit
    const char* of_rate;  // Grafana's name of the unit of its rate per second
};
constexpr UnitName units[] = {
    {"bytes", "bytes", "Bps"},       {"seconds", "s", "percentunit"},
    {"ratio", "percentunit", "ops"}, {"celsius", "celsius", "ops"},
    {"volts", "volt", "ops"},        {"amperes", "amp", "ops"},
    {"watts", "watt", "ops"},        {"joules", "joule", "watt"},
    {"hertz", "hertz", "ops"},       {"bytes_per_second", "Bps", "Bps"},
    {"rpm", "rotrpm", "ops"},        {"meters", "lengthm", "ops"},
    {"grams", "massg", "ops"},
};

struct Panel {
    const char* type = "timeseries";
    std::string title;
    std::string description;
    std::string expression;
    std::string legend;
    std::string unit = "short";
};

std::string legend_of(const MetricFacts& metric) {
    std::string legend;
    for (const std::string& label : metric.labels) {
        legend += fmt::format("{{{{{}}}}} ", label);
    }
    return legend + "{{instance}}";
}

Panel panel_of(const MetricFacts& metric) {
    Panel panel;
    panel.title = plain_name(metric);
    panel.description = metric.help;
    panel.legend = legend_of(metric);
    const std::string name = fmt::format("{}{{instance=~\"$instance\"}}", metric.name);
    const std::string base = metric.unit();
    const auto unit = std::find_if(std::begin(units), std::end(units),
                                   [&](const UnitName& one) { return one.base == base; });
    panel.expression = name;
    if (metric.type == RuleType::stateset) {
        panel.type = "state-timeline";
        panel.expression = name + " == 1";
        panel.legend = legend_of(metric) + " {{state}}";
    } else if (base == "timestamp_seconds") {
        panel.type = "stat";
        panel.expression = metric.is_expiry() ? fmt::format("{} - time()", name)
                                              : fmt::format("time() - {}", name);
        panel.unit = "s";
        panel.title += metric.is_expiry() ? " in" : " ago";
    } else if (metric.type == RuleType::counter) {
        panel.expression = fmt::format("rate({}[$__rate_interval])", name);
        panel.unit = unit == std::end(units) ? "ops" : unit->of_rate;
    } else if (metric.type == RuleType::histogram) {
        panel.expression =
            fmt::format("histogram_quantile(0.9, sum by (le, instance) "
                        "(rate({}_bucket{{instance=~\"$instance\"}}[$__rate_interval])))",
                        metric.name);
        panel.legend = "90 % {{instance}}";
        panel.unit = unit == std::end(units) ? "short" : unit->of_value;
    } else {
        panel.unit = unit == std::end(units) ? "short" : unit->of_value;
    }
    return panel;
}

std::string options_of(std::string_view type) {
    if (type == "stat") {
        return R"({"colorMode": "value", "graphMode": "none", "justifyMode": "auto", )"
               R"("orientation": "auto", "textMode": "auto", "reduceOptions": )"
               R"({"calcs": ["lastNotNull"], "fields": "", "values": false}})";
    }
    if (type == "state-timeline") {
        return R"({"mergeValues": true, "showValue": "never", "alignValue": "left", )"
               R"("rowHeight": 0.9, "legend": {"displayMode": "list", "placement": "bottom", )"
               R"("showLegend": false, "calcs": []}, "tooltip": {"mode": "single", )"
               R"("sort": "none"}})";
    }
    return R"({"legend": {"displayMode": "list", "placement": "bottom", "showLegend": true, )"
           R"("calcs": []}, "tooltip": {"mode": "multi", "sort": "desc"}})";
}

std::string custom_of(std::string_view type) {
    if (type == "timeseries") {
        return R"({"drawStyle": "line", "lineWidth": 1, "fillOpacity": 10, "showPoints": "never", )"
               R"("spanNulls": false})";
    }
    return type == "state-timeline" ? R"({"lineWidth": 0, "fillOpacity": 70})" : "{}";
}

std::string print_panel(const Panel& panel, size_t id, int x, int y) {
    return fmt::format(
        R"({{"id": {}, "type": "{}", "title": {}, "description": {}, "datasource": {}, )"
        R"("gridPos": {{"x": {}, "y": {}, "w": {}, "h": {}}}, )"
        R"("fieldConfig": {{"defaults": {{"unit": "{}", "mappings": [], "custom": {}, )"
        R"("thresholds": {{"mode": "absolute", "steps": [{{"color": "green", "value": null}}]}}}}, )"
        R"("overrides": []}}, "options": {}, )"
        R"("targets": [{{"datasource": {}, "editorMode": "code", "expr": {}, "legendFormat": {}, )"
        R"("range": true, "instant": false, "refId": "A"}}]}})",
        id, panel.type, quoted_json(panel.title), quoted_json(panel.description), datasource, x, y,
        panel_width, panel_height, panel.unit, custom_of(panel.type), options_of(panel.type),
        datasource, quoted_json(panel.expression), quoted_json(panel.legend));
}

std::string print_row(const std::string& title, size_t id, int y) {
    return fmt::format(R"({{"id": {}, "type": "row", "title": {}, "collapsed": false, )"
                       R"("gridPos": {{"x": 0, "y": {}, "w": {}, "h": 1}}, "panels": []}})",
                       id, quoted_json(title), y, dashboard_width);
}

// Metrics with the highest result are left out first.
int unimportance(const MetricFacts& metric) {
    if (metric.type == RuleType::stateset || metric.type == RuleType::counter) {
        return 0;
    }
    return metric.unit().empty() ? 2 : 1;
}

// The metrics that get a panel, in the given order, except that metrics of the same rows stand
// together.
std::vector<MetricFacts> chosen(const std::vector<MetricFacts>& metrics) {
    std::vector<size_t> order;
    for (size_t i = 0; i < metrics.size(); ++i) {
        if (metrics[i].type != RuleType::info && metrics[i].type != RuleType::summary) {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return unimportance(metrics[a]) < unimportance(metrics[b]);
    });
    order.resize(std::min(order.size(), max_panels));
    std::sort(order.begin(), order.end());
    std::vector<MetricFacts> kept;
    kept.reserve(order.size());
    for (const size_t i : order) {
        kept.push_back(metrics[i]);
    }
    std::stable_sort(kept.begin(), kept.end(), [&](const MetricFacts& a, const MetricFacts& b) {
        const auto first = [&](const MetricFacts& metric) {
            return std::find_if(metrics.begin(), metrics.end(), [&](const MetricFacts& other) {
                return other.rows == metric.rows;
            });
        };
        return first(a) < first(b);
    });
    return kept;
}

} // namespace

std::vector<std::string> metrics_without_panel(const std::vector<MetricFacts>& metrics) {
    const std::vector<MetricFacts> shown = chosen(metrics);
    std::vector<std::string> names;
    for (const MetricFacts& metric : metrics) {
        if (std::none_of(shown.begin(), shown.end(),
                         [&](const MetricFacts& one) { return one.name == metric.name; })) {
            names.push_back(metric.name);
        }
    }
    return names;
}

std::string print_dashboard(const std::vector<MetricFacts>& metrics, const std::string& title) {
    std::string panels;
    size_t id = 0;
    int x = 0;
    int y = -panel_height;
    const std::string* rows = nullptr;
    const auto add = [&](const std::string& panel) {
        panels += fmt::format("{}\n    {}", panels.empty() ? "" : ",", panel);
    };
    const std::vector<MetricFacts> shown = chosen(metrics);
    for (const MetricFacts& metric : shown) {
        if (rows == nullptr || *rows != metric.rows) {
            rows = &metric.rows;
            y += panel_height;
            x = 0;
            add(print_row(*rows, ++id, y));
            y += 1;
        } else if (x + panel_width > dashboard_width) {
            x = 0;
            y += panel_height;
        }
        add(print_panel(panel_of(metric), ++id, x, y));
        x += panel_width;
    }
    const std::string variable = fmt::format(
        R"({{"name": "instance", "label": "Host", "type": "query", "datasource": {}, )"
        R"("query": {{"query": {}, "refId": "variable-instance", "qryType": 5}}, "regex": "", )"
        R"("refresh": 2, "sort": 1, "hide": 0, "multi": true, "includeAll": true, "options": [], )"
        R"("skipUrlSync": false, "allValue": ".*", "current": {{"selected": true, )"
        R"("text": ["All"], "value": ["$__all"]}}}})",
        datasource,
        quoted_json(fmt::format("label_values({}, instance)",
                                shown.empty() ? "promfile_build_info" : shown.front().name)));
    return fmt::format(
        R"({{
  "uid": {}, "title": {}, "tags": ["promfile"], "schemaVersion": 39, "version": 1,
  "editable": true, "graphTooltip": 1, "refresh": "1m", "timezone": "", "weekStart": "",
  "fiscalYearStartMonth": 0, "links": [], "id": null, "time": {{"from": "now-6h", "to": "now"}},
  "annotations": {{"list": []}},
  "templating": {{"list": [
    {{"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus",
     "regex": "", "multi": false, "includeAll": false, "hide": 0, "refresh": 1, "options": [],
     "skipUrlSync": false}},
    {}
  ]}},
  "panels": [{}
  ]
}}
)",
        quoted_json(fmt::format("promfile-{}", title).substr(0, 40)), quoted_json(title), variable,
        panels);
}

} // namespace promfile::suggest
