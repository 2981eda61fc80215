#include "fake_network.hpp"

#include "fake_kernels.hpp"

namespace fake {

namespace {

using namespace sylvite;
using namespace sylvite::core;

constexpr std::int64_t rows = most_rows;

operand tensor_operand(std::uint32_t index) { return {operand::kind::tensor, index}; }
operand symbol_operand(std::uint32_t index) { return {operand::kind::symbol, index}; }

}  // namespace

tables::tables() {
    const initialiser zeros;
    tensors = {
        {"x", f32, role::input, segment::workspace, 2, {rows, 3}, {1, 0}, 0, zeros},
        {"y", f32, role::input, segment::workspace, 1, {rows}, {1}, 0, zeros, "network.hpp:9"},
        {"rate", f32, role::input, segment::workspace, 0, {}, {}, 0, zeros},
        {"line.weight",
         f32,
         role::parameter,
         segment::persistent,
         1,
         {3},
         {},
         0,
         {initialiser::kind::uniform, -0.5, 0.5}},
        {"line.bias", f32, role::parameter, segment::persistent, 0, {}, {}, 64, {initialiser::kind::constant, 0.25, 0}},
        {"steps", i32, role::state, segment::persistent, 0, {}, {}, 128, zeros},
        {"z", f32, role::output, segment::workspace, 1, {rows}, {1}, 0, zeros},
        {"loss", f64, role::metric, segment::workspace, 0, {}, {}, 64, zeros},
        {"", f32, role::intermediate, segment::workspace, 1, {4}, {}, 128, zeros},
        {"positive", boolean, role::output, segment::workspace, 1, {rows}, {1}, 192, zeros},
    };
    symbols = {{rows}};
    operands = {
        symbol_operand(0),        tensor_operand(x),        tensor_operand(weight), tensor_operand(bias),
        tensor_operand(z),                                                                                     // 0
        tensor_operand(z),        tensor_operand(positive),                                                    // 5
        tensor_operand(z),        tensor_operand(y),        tensor_operand(loss),                              // 7
        tensor_operand(x),        tensor_operand(y),        tensor_operand(z),      tensor_operand(gradient),  // 10
        tensor_operand(gradient), tensor_operand(rate),     tensor_operand(weight), tensor_operand(bias),      // 14
        tensor_operand(steps),
    };
    works = {{7, 16, {1}}, {0, 16, {}}};
    const call forward{linear, "contraction add -> z", 0, 5, 8 * 128, "01234567", "network.hpp:14", 0, 2};
    const call sign{positive_part, "less -> positive", 5, 2, 0, "11234567", "network.hpp:15"};
    const call error{squared_error, "subtract multiply reduce_sum -> loss", 7, 3, 0, "21234567", "network.hpp:16"};
    const call backward{slope, "contraction -> gradient", 10, 4, 0, "31234567", "network.hpp:14"};
    const call update{descend, "multiply subtract -> line.weight", 14, 5, 0, "41234567", "network.hpp:18"};
    calls = {{forward, sign}, {forward, error}, {forward, error, backward, update}, {forward, backward}};
    inputs = {{x}, {x, y}, {x, y, rate}, {x, y}};
    outputs = {{{"z", z}, {"positive", positive}}, {}, {}, {{"gradient", gradient}}};
    metrics = {{}, {{"loss", loss, 1, 1}}, {{"loss", loss, 1, 1}}, {}};
    entries = {{"predict", {}, {}, {}, {}, 1, false},
               {"evaluate", {}, {}, {}, {}, 1, false},
               {"train", {}, {}, {}, {}, 1, true},
               {"gradients", {}, {}, {}, {}, 1, false}};
    code = {abi_version, 42, "line", "host", {}, {}, {}, {}, 192, 256, 8 * 128, 4, "line", 0x0123456789abcdef};
    connect();
}

void tables::connect() {
    for (std::size_t e = 0; e < entries.size(); ++e) {
        entries[e].calls = calls[e];
        entries[e].inputs = inputs[e];
        entries[e].outputs = outputs[e];
        entries[e].metrics = metrics[e];
    }
    code.tensors = tensors;
    code.operands = operands;
    code.symbols = symbols;
    code.works = works;
    code.entries = entries;
}

const program &line_program() {
    static const tables made;
    return made.code;
}

}  // namespace fake
