#include <sylvite/codegen/inspect/json_writer.hpp>
#include <sylvite/codegen/inspect/writers.hpp>

namespace sylvite::codegen {
namespace {

class report_writer {
  public:
    explicit report_writer(const network_report &report) : report_(report), model_(report.model()) {}

    std::string run() {
        json_.object([&] {
            json_.value("format", 1);
            json_.value("network", std::string_view(model_.name));
            json_.value("struct", std::string_view(model_.network.name));
            json_.value("target", std::string_view(model_.first().target));
            std::vector<std::string_view> others;
            for (std::size_t i = 1; i < model_.plans.size(); ++i) others.emplace_back(model_.plans[i].target);
            json_.list("other_targets", others);
            json_.value("parameters", model_.parameter_count);
            json_.value("operations", report_.network->table.nodes.size());
            json_.object("memory", [&] {
                json_.value("persistent_bytes", model_.persistent_bytes);
                json_.value("workspace_bytes", model_.first().workspace_bytes);
                json_.value("scratch_bytes", model_.first().scratch_bytes);
                json_.value("peak_bytes",
                            model_.persistent_bytes + model_.first().workspace_bytes + model_.first().scratch_bytes);
            });
            code();
            json_.list("symbol_bounds", model_.symbol_bounds);
            json_.array("tensors", [&] {
                for (std::size_t i = 0; i < model_.first().tensors.size(); ++i) tensor(i);
            });
            json_.array("kernels", [&] {
                for (std::size_t i = 0; i < model_.first().kernels.size(); ++i) kernel(i);
            });
            json_.array("entries", [&] {
                for (const entry_report &e : report_.entries) entry(e);
            });
        });
        return std::move(json_).text();
    }

  private:
    void code() {
        if (!report_.code) return json_.optional("code", false, 0);
        json_.object("code", [&] {
            json_.value("total_bytes", report_.code->total.code);
            json_.value("constant_bytes", report_.code->total.data);
            json_.value("runtime_bytes", report_.code->runtime.code);
            json_.value("program_constant_bytes", report_.code->program.data);
        });
    }

    void extents(const shape &dims) {
        std::vector<std::int64_t> values;
        std::vector<std::int32_t> symbols;
        for (int i = 0; i < dims.rank; ++i) {
            values.push_back(dims[i].value);
            symbols.push_back(dims[i].symbol);
        }
        json_.list("extents", values);
        json_.list("symbols", symbols);
    }

    void tensor(std::size_t i) {
        const tensor_model &t = model_.first().tensors[i];
        json_.object([&] {
            json_.value("name", std::string_view(report_.tensors[i]));
            json_.value("role", std::string_view(name_of(t.what)));
            json_.value("type", std::string_view(sylvite::name_of(t.type)));
            extents(t.dims);
            json_.value("bytes", t.bytes());
            const bool has_place = t.what != core::role::input;
            json_.optional("segment", has_place,
                           std::string_view(t.where == core::segment::persistent ? "persistent" : "workspace"));
            json_.optional("offset", has_place, t.offset);
            json_.value("line", std::string_view(t.location));
        });
    }

    void kernel(std::size_t i) {
        const kernel_model &k = model_.first().kernels[i];
        json_.object([&] {
            json_.value("hash", std::string_view(k.hash));
            json_.value("function", std::string_view(k.function()));
            json_.value("family", std::string_view(codegen::name_of(k.spec.kind)));
            json_.object("schedule", [&] {
                for (const auto &[name, value] : k.schedule) json_.value(name, value);
            });
            json_.value("scratch_bytes", k.scratch_bytes);
            json_.optional("code_bytes", report_.code.has_value(), report_.code ? report_.code->kernels[i]->code : 0);
            json_.optional("constant_bytes", report_.code.has_value(),
                           report_.code ? report_.code->kernels[i]->data : 0);
        });
    }

    void call(const call_report &c, std::size_t number) {
        json_.object([&] {
            json_.value("call", number);
            json_.optional("kernel", c.kernel != nullptr, c.call->kernel);
            json_.value("label", std::string_view(c.call->label));
            json_.value("pass", std::string_view(codegen::name_of(c.part)));
            json_.value("prepared", c.is_prepared);
            json_.object("operations", [&] {
                for (const auto &[name, count] : c.operations) json_.value(name, count);
            });
            json_.value("line", std::string_view(c.call->location));
            json_.list("lines", c.call->lines);
            json_.list("reads", c.reads);
            json_.list("writes", c.writes);
            json_.value("flops", c.cost.flops);
            json_.value("bytes", c.cost.bytes);
            json_.array("cost", [&] {
                for (const core::work &w : c.call->costs) {
                    std::vector<int> symbols;
                    for (const std::uint8_t s : w.symbols)
                        if (s != 0) symbols.push_back(s);
                    json_.object([&] {
                        json_.value("flops", w.flops);
                        json_.value("bytes", w.bytes);
                        json_.list("symbols", symbols);
                    });
                }
            });
            if (c.loop == nullptr) return;
            json_.object("loop", [&] {
                json_.value("steps", c.loop->count.value);
                json_.optional("symbol", c.loop->count.is_dynamic(), c.loop->count.symbol);
                json_.value("backwards", c.loop->backwards);
                json_.array("calls", [&] {
                    for (std::size_t i = 0; i < c.body.size(); ++i) call(c.body[i], i + 1);
                });
            });
        });
    }

    void entry(const entry_report &e) {
        json_.object([&] {
            json_.value("name", std::string_view(e.entry->name));
            json_.list("inputs", e.entry->inputs);
            json_.array("outputs", [&] {
                for (const output_model &o : e.entry->outputs) result(o.name, o.tensor);
            });
            json_.array("metrics", [&] {
                for (const metric_model &m : e.entry->metrics) result(m.name, m.tensor);
            });
            json_.value("flops", e.cost.flops);
            json_.value("bytes", e.cost.bytes);
            json_.value("workspace_bytes", e.entry->workspace_bytes);
            json_.value("prepared_calls", e.entry->prepared_calls);
            json_.value("prepared_bytes", e.entry->prepared_bytes);
            json_.value("live_bytes", e.live_bytes);
            json_.value("live_call", e.live_call + 1);
            json_.value("scratch_bytes", e.scratch_bytes);
            json_.array("calls", [&] {
                for (std::size_t i = 0; i < e.calls.size(); ++i) call(e.calls[i], i + 1);
            });
            json_.array("lifetimes", [&] {
                for (const lifetime &l : e.entry->lifetimes)
                    json_.object([&] {
                        json_.value("tensor", l.tensor);
                        json_.value("first_call", l.first + 1);
                        json_.value("last_call", l.last + 1);
                    });
            });
        });
    }
    void result(const std::string &name, std::uint32_t tensor) {
        json_.object([&] {
            json_.value("name", std::string_view(name));
            json_.value("tensor", tensor);
        });
    }

    const network_report &report_;
    const program_model &model_;
    json_writer json_;
};

}  // namespace

std::string to_json(const network_report &report) { return report_writer(report).run(); }

}  // namespace sylvite::codegen
