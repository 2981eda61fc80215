#include "functions.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace sylvite::docs {
namespace {

namespace fs = std::filesystem;

struct function {
    std::string call, comment;
};

std::string trimmed(const std::string &text) {
    const auto first = text.find_first_not_of(" \n");
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

/// The parts between commas that stand in no bracket.
std::vector<std::string> parts_of(const std::string &text) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : text) {
        depth += c == '<' || c == '(' || c == '{' ? 1 : c == '>' || c == ')' || c == '}' ? -1 : 0;
        if (c == ',' && depth == 0)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

/// The last word in front of a default.
std::string name_of(const std::string &parameter) {
    const std::string text = trimmed(parameter.substr(0, parameter.find('=')));
    const auto start = text.find_last_of(" &.*");
    return start == std::string::npos ? text : text.substr(start + 1);
}

/// What a caller writes between the angle brackets; types are deduced from the operands.
std::string template_arguments(const std::string &text) {
    std::string result;
    for (const std::string &part : parts_of(text)) {
        const std::string parameter = trimmed(part);
        const auto is = [&](const char *kind) { return parameter.starts_with(kind); };
        if (is("any_expression") || is("typed_expr") || is("class") || is("literal") || is("detail::operand")) continue;
        const bool pack = parameter.find("...") != std::string::npos;
        result += (result.empty() ? "" : ", ") + name_of(parameter) + (pack ? "..." : "");
    }
    return result.empty() ? "" : "<" + result + ">";
}

std::string arguments(const std::string &text) {
    std::string result;
    for (const std::string &part : parts_of(text)) {
        if (part.find("location where") != std::string::npos) continue;
        const std::string parameter = trimmed(part);
        const bool pack = parameter.find("...") != std::string::npos;
        result += (result.empty() ? "" : ", ") + name_of(parameter) + (pack ? "..." : "");
        const auto equals = parameter.find('=');
        if (equals != std::string::npos) result += " = " + trimmed(parameter.substr(equals + 1));
    }
    return result;
}

/// The position of the bracket that closes the one at `open`, or npos.
std::size_t closing(const std::string &text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        depth += text[i] == '<' || text[i] == '(' || text[i] == '{' ? 1 : 0;
        depth -= text[i] == '>' || text[i] == ')' || text[i] == '}' ? 1 : 0;
        if (depth == 0) return i;
    }
    return std::string::npos;
}
std::string inside(const std::string &text, std::size_t open) {
    return text.substr(open + 1, closing(text, open) - open - 1);
}

/// Reads a header line by line: comments of three slashes, then the declaration that they belong to.
class header_reader {
  public:
    explicit header_reader(const fs::path &file) : in_(file) {
        if (!in_) throw std::runtime_error("cannot read " + file.string());
    }

    std::vector<function> functions() {
        for (std::string line; std::getline(in_, line);) read(line);
        return std::move(found_);
    }

  private:
    void read(const std::string &line) {
        if (line.starts_with("namespace detail") || line.starts_with("namespace sylvite::detail")) hidden_ = true;
        if (line.starts_with("}  // namespace detail")) hidden_ = false;
        if (line.starts_with("namespace layer")) scope_ = "layer::";
        if (line.starts_with("}  // namespace layer")) scope_.clear();
        if (hidden_) return;
        if (line.starts_with("///")) {
            if (!declaration_.empty()) forget();
            comment_ += (comment_.empty() ? "" : " ") + trimmed(line.substr(3));
        } else if (line.starts_with("template <")) {
            declaration_ = line;
        } else if (!declaration_.empty()) {
            declaration_ += ' ' + trimmed(line);
            finish();
        } else if (line.starts_with("constexpr ") || line.starts_with("inline constexpr ")) {
            declaration_ = line;
            finish();
        } else if (line.starts_with("struct ") && !comment_.empty()) {  // update rules and their like
            add_struct(line, "");
        } else {
            forget();
        }
    }
    /// When the declaration is whole.
    void finish() {
        const auto at = declaration_.find("constexpr ");
        if (const auto kind = declaration_.find(" struct ");
            at == std::string::npos && kind != std::string::npos && !comment_.empty()) {
            add_struct(declaration_.substr(kind + 1), template_arguments(inside(declaration_, 9)));
            return;
        }
        if (at == std::string::npos) {
            if (declaration_.find('{') != std::string::npos || declaration_.find(';') != std::string::npos) forget();
            return;
        }
        if (const bool is_layer = declaration_.find("layer_object<", at) != std::string::npos;
            is_layer || declaration_.find("function_object<", at) != std::string::npos) {
            if (declaration_.find(';') == std::string::npos) return;
            add_object(at, is_layer ? "(name, x, options = {})" : "(x)");
            return;
        }
        const auto open = declaration_.find('(', at);
        if (open == std::string::npos) return;
        const auto close = closing(declaration_, open);
        if (close == std::string::npos || declaration_.find('{', close) == std::string::npos) return;
        const std::string name = name_of(declaration_.substr(at, open - at));
        const bool is_operator = declaration_.find("operator", at) < open;
        if (!comment_.empty() && !is_operator && declaration_.find("delete") == std::string::npos) {
            const std::string given =
                declaration_.starts_with("template <") ? template_arguments(inside(declaration_, 9)) : "";
            found_.push_back({name + given + "(" + arguments(inside(declaration_, open)) + ")", comment_});
        }
        forget();
    }
    /// An object that is called. What follows it without a comment has the same one: conv1d, conv2d, conv3d.
    void add_object(std::size_t from, const std::string &operands) {
        const bool is_template = declaration_.starts_with("template <");
        const std::string call = name_of(declaration_.substr(from, declaration_.rfind('{') - from)) +
                                 (is_template ? template_arguments(inside(declaration_, 9)) : "") + operands;
        if (!comment_.empty())
            found_.push_back({call, comment_});
        else if (!found_.empty())
            found_.back().call += "`, `" + call;
        forget();
    }
    /// "struct NAME ..."
    void add_struct(const std::string &text, const std::string &given) {
        const std::string name = text.substr(7, text.find_first_of(" ;", 7) - 7);
        found_.push_back({scope_ + name + given + "{...}", comment_});
        forget();
    }
    void forget() {
        comment_.clear();
        declaration_.clear();
    }

    std::ifstream in_;
    std::vector<function> found_;
    std::string comment_, declaration_, scope_;
    bool hidden_ = false;
};

/// Bars would end a cell of the table.
std::string cell(std::string text) {
    for (std::size_t i = 0; (i = text.find('|', i)) != std::string::npos; i += 2) text.insert(i, "\\");
    return text;
}

}  // namespace

std::string functions_chapter(const std::string &dsl_folder) {
    std::string text =
        "## Functions\n\n"
        "Each takes the caller's line as a last argument that nobody writes. Layers, losses and activations are "
        "composed of the primitive operations below and have no derivative of their own.\n";
    for (const char *folder : {"expr", "functions", "layers", "losses", "optimizers"}) {
        if (!fs::exists(fs::path(dsl_folder) / folder)) continue;
        std::vector<fs::path> headers;
        for (const auto &entry : fs::directory_iterator(fs::path(dsl_folder) / folder))
            if (entry.path().extension() == ".hpp") headers.push_back(entry.path());
        std::sort(headers.begin(), headers.end());
        for (const fs::path &header : headers) {
            const std::vector<function> functions = header_reader(header).functions();
            if (functions.empty()) continue;
            text += "\n### dsl/" + std::string(folder) + "/" + header.filename().string() +
                    "\n\n| call | what it gives |\n|---|---|\n";
            for (const function &f : functions) text += "| `" + cell(f.call) + "` | " + cell(f.comment) + " |\n";
        }
    }
    return text + "\n";
}

}  // namespace sylvite::docs
