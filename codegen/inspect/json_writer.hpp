// Writes JSON as it is told, indented; commas and quotes are its own business.
#pragma once

#include <sylvite/runtime/io/json_text.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite::codegen {

class json_writer {
  public:
    /// An object or an array; `fill` writes what it holds.
    template <class Fill>
    void object(Fill fill) {
        nested('{', '}', fill);
    }
    template <class Fill>
    void object(std::string_view key, Fill fill) {
        name(key);
        nested('{', '}', fill);
    }
    template <class Fill>
    void array(std::string_view key, Fill fill) {
        name(key);
        nested('[', ']', fill);
    }
    /// An array on one line.
    template <class List>
    void list(std::string_view key, const List &values) {
        name(key);
        text_ += '[';
        bool is_first = true;
        for (const auto &v : values) {
            if (!is_first) text_ += ", ";
            put(v);
            is_first = false;
        }
        text_ += ']';
        named_ = false;
    }
    template <class Value>
    void value(std::string_view key, const Value &v) {
        name(key);
        put(v);
    }
    /// Without one, null.
    template <class Value>
    void optional(std::string_view key, bool is_there, const Value &v) {
        name(key);
        if (is_there)
            put(v);
        else
            text_ += "null";
        named_ = false;
    }

    [[nodiscard]] std::string text() && { return std::move(text_) + '\n'; }

  private:
    void separate() {
        if (depth_ == 0) return;
        if (!is_empty_) text_ += ',';
        text_ += '\n' + std::string(2 * depth_, ' ');
        is_empty_ = false;
    }
    void name(std::string_view key) {
        separate();
        text_ += io::json_text(key) + ": ";
        named_ = true;
    }
    template <class Fill>
    void nested(char open, char close, Fill fill) {
        if (!named_) separate();
        named_ = false;
        text_ += open;
        ++depth_;
        is_empty_ = true;
        fill();
        --depth_;
        if (!is_empty_) text_ += '\n' + std::string(2 * depth_, ' ');
        text_ += close;
        is_empty_ = false;
    }
    void put(std::string_view v) {
        text_ += io::json_text(v);
        named_ = false;
    }
    void put(bool v) {
        text_ += v ? "true" : "false";
        named_ = false;
    }
    template <std::integral Integer>
    void put(Integer v) {
        text_ += std::to_string(v);
        named_ = false;
    }

    std::string text_;
    std::size_t depth_ = 0;
    bool is_empty_ = true;
    bool named_ = false;
};

}  // namespace sylvite::codegen
