#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/emit_rows.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace sylvite::codegen {
namespace {

/// A double that reads back to the same bits.
std::string number(double value) { return std::isfinite(value) ? fmt::format("{:a}", value) : "0"; }

/// A row, member by member.
class row {
  public:
    row &add(const char *member, const std::string &value) {
        text_ += fmt::format("{}.{} = {}", text_.empty() ? "" : ", ", member, value);
        return *this;
    }
    template <class Number>
    row &unless(Number usual, const char *member, Number value) {
        return value == usual ? *this : add(member, fmt::format("{}", value));
    }
    row &unless_empty(const char *member, const std::string &value) {
        return value.empty() ? *this : add(member, quoted(value));
    }
    /// Zeros at the end are the default.
    template <class Numbers>
    row &list(const char *member, const Numbers &values) {
        auto end = std::end(values);
        while (end != std::begin(values) && *std::prev(end) == 0) --end;
        if (end == std::begin(values)) return *this;
        return add(member, fmt::format("{{{}}}", fmt::join(std::begin(values), end, ", ")));
    }
    [[nodiscard]] std::string inside() const { return "{" + text_ + "}"; }
    [[nodiscard]] std::string text() const { return "    {" + text_ + "},\n"; }

  private:
    std::string text_;
};

}  // namespace

std::string tensor_row(const tensor_model &t) {
    std::int64_t extents[core::max_tensor_rank] = {};
    std::int32_t symbols[core::max_tensor_rank] = {};
    for (int i = 0; i < t.dims.rank; ++i) {
        extents[i] = t.dims[i].value;
        symbols[i] = t.dims[i].symbol;
    }
    row r;
    r.unless_empty("name", t.name).add("type", fmt::format("sylvite::dtype::{}", sylvite::name_of(t.type)));
    r.add("what", fmt::format("core::role::{}", name_of(t.what)));
    if (t.where == core::segment::persistent) r.add("where", "core::segment::persistent");
    r.unless(0, "rank", t.dims.rank).list("extents", extents).list("symbols", symbols);
    r.unless<std::uint64_t>(0, "offset", t.offset);
    if (t.init.how != core::initialiser::kind::zeros)
        r.add("init", row()
                          .add("how", fmt::format("core::initialiser::kind::{}",
                                                  core::initialiser::names[static_cast<std::size_t>(t.init.how)]))
                          .add("a", number(t.init.a))
                          .add("b", number(t.init.b))
                          .inside());
    r.unless_empty("location", t.location);
    if (t.node != 0) r.add("node", fmt::format("{}", t.node));
    r.list("axes", t.axes);
    if (t.is_running) r.add("is_running", "true");
    return r.text();
}

std::string operand_row(const core::operand &o) {
    static constexpr const char *kinds[] = {"symbol", "tensor", "step_value", "iteration"};
    return row()
        .add("what", fmt::format("core::operand::kind::{}", kinds[static_cast<std::size_t>(o.what)]))
        .add("index", fmt::format("{}", o.index))
        .text();
}

std::string work_row(const core::work &w) {
    return row()
        .unless<std::int64_t>(0, "flops", w.flops)
        .unless<std::int64_t>(0, "bytes", w.bytes)
        .list("symbols", w.symbols)
        .text();
}

std::string output_row(const output_model &o) {
    return row().unless_empty("name", o.name).add("tensor", fmt::format("{}", o.tensor)).text();
}

std::string metric_row(const metric_model &m) {
    return row()
        .unless_empty("name", m.name)
        .add("tensor", fmt::format("{}", m.tensor))
        .unless<std::int64_t>(1, "static_count", m.static_count)
        .unless(0U, "symbol_mask", m.symbol_mask)
        .text();
}

std::string index_use_row(const index_use_model &use) {
    row r;
    r.add("tensor", fmt::format("{}", use.tensor));
    if (use.what == core::index_use::kind::label) r.add("what", "core::index_use::kind::label");
    if (use.gives_nan) r.add("gives_nan", "true");
    r.add("extent", fmt::format("{}", use.range.value)).unless(0, "symbol", use.range.symbol);
    std::string part;
    bool is_part = false;
    for (const core::index_use::range &taken : use.part) {
        part += fmt::format("{}{{{}, {}, {}}}", part.empty() ? "" : ", ", taken.begin, taken.step, taken.count);
        is_part = is_part || taken.count != 0;
    }
    if (is_part) r.add("part", "{" + part + "}");
    return r.unless_empty("location", use.location).text();
}

std::string sample_row(const sample_model &s) {
    return row()
        .add("symbol_mask", fmt::format("{}", s.symbol_mask))
        .unless_empty("state", s.state)
        .unless_empty("location", s.location)
        .text();
}

std::string moving_row(const core::moving &m) {
    return row()
        .add("tensor", fmt::format("{}", m.tensor))
        .add("of", fmt::format("{}", m.of))
        .unless<std::uint64_t>(0, "offset", m.offset)
        .unless<std::uint64_t>(0, "stride", m.stride)
        .list("symbols", m.symbols)
        .unless(0U, "phase", m.phase)
        .unless(0U, "period", m.period)
        .text();
}

std::string call_row(const call_model &c, std::size_t first_operand, std::size_t first_work) {
    const bool repeats = c.what == core::call::kind::repeat;
    return row()
        .unless_empty("label", c.label)
        .unless<std::size_t>(0, "first_operand", first_operand)
        .unless<std::size_t>(0, "operand_count", c.operands.size())
        .unless_empty("location", c.location)
        .unless<std::size_t>(0, "first_work", first_work)
        .unless<std::size_t>(0, "work_count", c.costs.size())
        .unless<std::size_t>(0, "result_count", c.result_count)
        .add("what", repeats ? "core::call::kind::repeat" : "core::call::kind::copy")
        .unless<std::size_t>(0, "detail", c.kernel)
        .text();
}

std::string call_row(const call_model &c, const kernel_model &k, const std::string &function, std::size_t first_operand,
                     std::size_t first_work) {
    return row()
        .add("function", function)
        .unless_empty("label", c.label)
        .unless<std::size_t>(0, "first_operand", first_operand)
        .unless<std::size_t>(0, "operand_count", c.operands.size())
        .unless<std::uint64_t>(0, "scratch_bytes", k.scratch_bytes)
        .unless_empty("hash", k.short_name())
        .unless_empty("location", c.location)
        .unless<std::size_t>(0, "first_work", first_work)
        .unless<std::size_t>(0, "work_count", c.costs.size())
        .unless<std::size_t>(0, "result_count", c.result_count)
        .text();
}

}  // namespace sylvite::codegen
