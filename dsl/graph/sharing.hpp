// Which names a layer that is applied several times may declare again: its own.
#pragma once

#include <sylvite/dsl/graph/fault.hpp>
#include <sylvite/dsl/graph/list.hpp>

#include <cstdint>

namespace sylvite::graph {

/// Layers that share their parameters, by key, counted from 1; 0: none. A name that such a layer declared in an earlier
/// application means the same leaf; twice within one application it is a mistake, as everywhere else.
class sharing {
  public:
    using key = std::uint32_t;

    /// The key of the layer with this name (by its number). Layers made within an application of another one are made
    /// again with each.
    constexpr key claim(std::uint32_t name, std::string_view text) {
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            if (layers_[i].name != name) continue;
            if (active_.layer == 0 || layers_[i].within != active_.layer) fault::repeated_name(text);
            return static_cast<key>(i + 1);
        }
        layers_.push_back({name, active_.layer});
        return static_cast<key>(layers_.size());
    }

    /// One application of a layer; give what it returns to leave().
    struct application {
        key layer = 0;
        std::uint32_t number = 0;
    };
    constexpr application enter(key layer) {
        const application before = active_;
        active_ = {layer, ++applications_};
        return before;
    }
    constexpr void leave(application before) { active_ = before; }

    /// The name was declared just now.
    constexpr void declared(std::uint32_t name) {
        if (name >= declared_.size()) declared_.resize(name + 1);
        declared_[name] = active_;
    }
    /// Whether the name, which is declared, is what the layer being applied declared in an earlier application.
    constexpr bool use_again(std::uint32_t name) {
        application &of_name = declared_[name];
        if (active_.layer == 0 || of_name.layer != active_.layer || of_name.number == active_.number) return false;
        of_name.number = active_.number;
        return true;
    }

  private:
    struct record {
        std::uint32_t name = 0;
        key within = 0;
    };
    list<record> layers_;
    list<application> declared_;  // per name: by which application
    application active_;
    std::uint32_t applications_ = 0;
};

}  // namespace sylvite::graph
