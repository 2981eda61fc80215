#include <sylvite/runtime/data/batches.hpp>

#include <sylvite/runtime/core/rows.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/instance_state.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sylvite::data {

namespace {

std::string place(const core::program &code, const core::entry &entry) {
    return fmt::format("network '{}', entry '{}'", code.name, entry.name);
}

}  // namespace

batches::batches(instance &net, entry_handle entry, const dataset &from, std::size_t rows) : net_(&net), from_(&from) {
    const core::program &code = net.code();
    const core::entry &e = code.entries[entry.index];
    match(code, e);
    choose_rows(code, e, rows);
    const std::size_t staged = std::min(rows_, from.rows());
    for (feed &f : feeds_) f.staging.resize(staged * f.from->width * size_of(f.from->type));
    outer_ = std::exchange(net.present().feeding, this);
}

batches::~batches() {
    if (net_->state_ != nullptr) net_->state_->feeding = outer_;
    for (const feed &f : feeds_) net_->unbind_tensor(f.tensor);
}

void batches::match(const core::program &code, const core::entry &entry) {
    if (from_->rows() == 0) throw error(place(code, entry) + ": the dataset has no rows");
    const std::uint32_t symbol = core::row_symbol(entry);
    for (const std::uint32_t index : entry.inputs) {
        const core::tensor &t = code.tensors[index];
        const column *c = from_->find(t.name);
        if (c == nullptr) continue;  // must be bound by hand; the run says so otherwise
        if (t.rank == 0)
            throw error(fmt::format("{}: input '{}' is one value, not a column", place(code, entry), t.name));
        if (c->type != t.type)
            throw error(fmt::format("{}: column '{}' holds {}, the input is {}", place(code, entry), t.name,
                                    name_of(c->type), name_of(t.type)));
        const std::size_t width = core::bound_volume(t) / static_cast<std::size_t>(t.extents[0]);
        if (c->width != width)
            throw error(fmt::format("{}: column '{}' has {} values a row, the input takes {}", place(code, entry),
                                    t.name, c->width, width));
        const batch_rows limits{static_cast<std::size_t>(t.extents[0]), symbol == 0 || t.symbols[0] != symbol};
        if (!feeds_.empty() && (limits.fixed != limits_.fixed || limits.most != limits_.most))
            throw error(fmt::format("{}: inputs '{}' and '{}' take different numbers of rows", place(code, entry),
                                    feeds_.front().from->name, t.name));
        limits_ = limits;
        feeds_.push_back({index, c, {}});
    }
    if (feeds_.empty()) throw error(place(code, entry) + ": no column of the dataset is one of its inputs");
}

void batches::choose_rows(const core::program &code, const core::entry &entry, std::size_t wanted) {
    if (wanted > limits_.most || (limits_.fixed && wanted != 0 && wanted != limits_.most))
        throw error(fmt::format("{}: {} rows a batch were asked for, it takes {}{}", place(code, entry), wanted,
                                limits_.fixed ? "exactly " : "1 to ", limits_.most));
    rows_ = wanted == 0 ? limits_.most : wanted;
}

bool batches::feeds(std::string_view input) const noexcept {
    return std::ranges::any_of(feeds_, [&](const feed &f) { return f.from->name == input; });
}

std::string batches::row_name(std::size_t row) const {
    const std::size_t number = numbers_.empty() ? first_ + row : numbers_[row];
    const std::size_t before = from_->number_before_choice(number);
    if (before == number) return fmt::format("row {} of the dataset", number);
    return fmt::format("row {} of the dataset, {} before rows were chosen", number, before);
}

void batches::load(std::size_t first, std::size_t count) {
    first_ = first;
    numbers_ = {};
    for (feed &f : feeds_) {
        const void *values = from_->in_place(*f.from, first);
        if (values == nullptr) {
            from_->read(*f.from, first, count, f.staging.data());
            values = f.staging.data();
        }
        net_->bind_tensor(f.tensor, f.from->type, values, count * f.from->width);
    }
}

void batches::load(std::span<const std::uint32_t> rows) {
    numbers_ = rows;
    for (feed &f : feeds_) {
        from_->gather(*f.from, rows, f.staging.data());
        net_->bind_tensor(f.tensor, f.from->type, f.staging.data(), rows.size() * f.from->width);
    }
}

}  // namespace sylvite::data
