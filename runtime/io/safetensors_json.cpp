#include <sylvite/runtime/io/safetensors_json.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>
#include <sylvite/runtime/io/safetensors_description.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace sylvite::io {

namespace {

using json = nlohmann::json;

constexpr std::string_view metadata_name = "__metadata__";
constexpr std::size_t deepest = 3;  // a shape in a tensor in the header
constexpr std::size_t longest_array = 64;

/// Takes the parser's events. Nothing is kept that the format does not have: a document in memory would take many times
/// the header's size. What is wrong with a tensor waits until all of the text is known to be JSON; what stands where
/// nothing should is a fault, and may be noted as if it stood one level higher.
class header_events final : public json::json_sax_t {
  public:
    header_events(std::string_view file_name, std::uint64_t data_bytes, safetensors_header &to)
        : file_name_(file_name), data_bytes_(data_bytes), to_(to) {}

    void finish() const {
        if (!fault_.empty()) fail_in(file_name_, fault_);
        std::vector<std::string_view> names;
        names.reserve(to_.tensors.size());
        for (const stored_tensor &t : to_.tensors) names.emplace_back(t.name);
        std::ranges::sort(names);
        if (const auto twice = std::ranges::adjacent_find(names); twice != names.end()) fail_for_second(*twice);
    }

    bool null() override {
        if (open_.size() == 1 && is_metadata_) return true;  // none, as for the format's own library
        return value(scalar::other);
    }
    bool boolean(bool) override { return value(scalar::other); }
    bool number_integer(number_integer_t) override { return value(scalar::other); }
    bool number_unsigned(number_unsigned_t number) override { return value(scalar::whole_number, number); }
    bool number_float(number_float_t, const string_t &) override { return value(scalar::other); }
    bool binary(binary_t &) override { return value(scalar::other); }
    bool string(string_t &text) override { return value(scalar::other, 0, &text); }

    bool key(string_t &text) override {
        if (open_.size() == 1)
            begin_entry(text);
        else if (is_metadata_)
            begin_metadata(text);
        else
            begin_field(text);
        return true;
    }

    bool start_object(std::size_t) override { return open('{'); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open('['); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t, const std::string &, const json::exception &problem) override {
        fail_in(file_name_, fmt::format("the header is not valid JSON: {}", problem.what()));
    }

  private:
    enum class scalar : std::uint8_t { whole_number, other };
    enum class field : std::uint8_t { type, shape, offsets, unknown };

    [[noreturn]] void fail_for_second(std::string_view name) const {
        fail_in(file_name_, fmt::format("the header names '{}' twice", name));
    }
    void note(const std::string &fault) {
        if (fault_.empty()) fault_ = fault;
    }

    void begin_entry(const std::string &name) {
        is_metadata_ = name == metadata_name;
        if (is_metadata_ && std::exchange(has_metadata_, true)) fail_for_second(name);
        name_ = name;
        found_ = {};
        given_ = {};
    }

    void begin_metadata(const std::string &name) {
        const auto [place, is_new] = to_.metadata.try_emplace(name);
        if (!is_new) fail_for_second(name);
        metadata_ = &*place;
    }

    void begin_field(const std::string &name) {
        static constexpr std::array<std::string_view, 3> names = {"dtype", "shape", "data_offsets"};
        field_ = static_cast<field>(std::ranges::find(names, name) - names.begin());
        if (field_ == field::unknown) {
            if (!found_.unknown_key) found_.unknown_key = name;
        } else if (std::exchange(given_[static_cast<std::size_t>(field_)], true)) {
            fail_for_second(name);
        }
    }

    /// An array in another place is a fault by itself: where its numbers go does not matter.
    void begin_numbers() {
        array_ = field_ == field::shape ? &found_.shape : &found_.offsets;
        array_->is_array = true;
    }

    bool open(char bracket) {
        if (open_.size() >= deepest) fail_in(file_name_, "the header is nested deeper than the format's");
        if (open_.size() == 1) found_.is_object = bracket == '{';
        if (open_.size() == 2 && found_.is_object && is_metadata_) note_wrong_metadata();
        if (bracket == '[') begin_numbers();
        open_ += bracket;
        values_ = 0;
        return true;
    }

    bool close() {
        open_.pop_back();
        array_ = nullptr;
        if (open_.size() == 1) end_entry();
        return true;
    }

    bool value(scalar what, std::uint64_t number = 0, const std::string *text = nullptr) {
        if (open_.back() == '[' && ++values_ > longest_array)
            fail_in(file_name_, fmt::format("the header has an array of more than {} numbers", longest_array));
        if (open_.size() == 1)
            end_entry();
        else if (found_.is_object && is_metadata_)
            metadata_value(text);
        else if (open_.size() == 2)
            field_value(text);
        else if (array_ != nullptr && what == scalar::whole_number)
            array_->values.push_back(number);
        else if (array_ != nullptr)
            array_->are_whole = false;
        return true;
    }

    void metadata_value(const std::string *text) {
        if (text != nullptr)
            metadata_->second = *text;
        else
            note_wrong_metadata();
    }
    void note_wrong_metadata() { note(fmt::format("the metadata's '{}' is no text", metadata_->first)); }

    void field_value(const std::string *text) {
        if (field_ == field::type && text != nullptr) found_.type = *text;
    }

    void end_entry() {
        if (is_metadata_) {
            if (!found_.is_object) note("the metadata is no object");
            return;
        }
        std::string fault;
        if (std::optional<stored_tensor> tensor = checked(name_, found_, data_bytes_, fault))
            to_.tensors.push_back(std::move(*tensor));
        else
            note(fault);
    }

    std::string_view file_name_;
    std::uint64_t data_bytes_;
    safetensors_header &to_;
    std::string open_;                              // brackets
    std::size_t values_ = 0;                        // of the array that is open
    std::string name_;                              // of the tensor
    tensor_description found_;                      // of it
    std::array<bool, 3> given_{};                   // its fields
    tensor_description::numbers *array_ = nullptr;  // of it, where one is open
    field field_ = field::unknown;
    bool is_metadata_ = false;
    bool has_metadata_ = false;
    std::pair<const std::string, std::string> *metadata_ = nullptr;
    std::string fault_;  // the first
};

}  // namespace

void parse_header(std::string_view file_name, std::string_view text, std::uint64_t data_bytes, safetensors_header &to) {
    header_events events(file_name, data_bytes, to);
    (void)json::sax_parse(text, &events);
    events.finish();
}

std::string quoted_json(const std::string &text) {
    try {
        return json(text).dump();
    } catch (const json::exception &) {
        throw error(fmt::format("'{}' cannot be saved: it is not UTF-8", printable_name(text)));
    }
}

}  // namespace sylvite::io
