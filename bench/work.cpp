#include "work.hpp"

#include <sylvite/tools/inputs/random_inputs.hpp>

#include <contractions.gen.hpp>
#include <lenet5.gen.hpp>
#include <lenet5_one.gen.hpp>
#include <lstm_series.gen.hpp>
#include <lstm_series_one.gen.hpp>
#include <mlp_mnist.gen.hpp>
#include <mlp_mnist_one.gen.hpp>
#include <mlp_sigmoid.gen.hpp>
#include <mlp_sigmoid_one.gen.hpp>
#include <mlp_wide.gen.hpp>
#include <mlp_wide_one.gen.hpp>
#include <resnet20.gen.hpp>
#include <resnet20_one.gen.hpp>

#include <algorithm>
#include <vector>

namespace bench {
namespace {

double bytes_of_inputs(const sylvite::core::program &code, const sylvite::core::entry &entry) {
    double bytes = 0;
    for (const std::uint32_t index : entry.inputs) {
        const sylvite::core::tensor &t = code.tensors[index];
        double count = t.rank == 0 ? 0 : static_cast<double>(sylvite::size_of(t.type));
        for (int i = 0; i < t.rank; ++i) count *= static_cast<double>(t.extents[i]);
        bytes += count;
    }
    return bytes;
}

template <class Network>
work_kind of(const char *name, const char *kind, sylvite::entry_handle entry, std::int64_t flops,
             double bytes_per_parameter, int classes) {
    return {name, kind, [=](int threads) {
                struct owner {
                    explicit owner(int threads) : net({.seed = 1, .threads = threads}) {}
                    Network net;
                    std::unique_ptr<sylvite::tools::random_inputs> inputs;
                };
                auto o = std::make_shared<owner>(threads);
                sylvite::tools::input_options wanted;
                wanted.integers = classes;
                o->inputs = std::make_unique<sylvite::tools::random_inputs>(o->net, entry, wanted);
                const sylvite::core::program &code = o->net.code();
                work w;
                w.flops = static_cast<double>(flops);
                w.bytes = bytes_per_parameter * static_cast<double>(Network::parameter_count) +
                          bytes_of_inputs(code, code.entries[entry.index]);
                w.parameters = Network::parameter_count;
                w.step = [net = &o->net, entry] { net->step(entry, 0); };
                w.keep = std::move(o);
                return w;
            }};
}

std::vector<work_kind> list_work() {
    // bytes a parameter: read once for inference; read and written with its state for training
    std::vector<work_kind> list{
        of<mlp_sigmoid>("mlp_sigmoid", "train", mlp_sigmoid::train_entry, mlp_sigmoid::train_flops, 8, 10),
        of<mlp_mnist>("mlp_mnist", "train", mlp_mnist::train_entry, mlp_mnist::train_flops, 24, 10),
        of<mlp_wide>("mlp_wide", "train", mlp_wide::train_entry, mlp_wide::train_flops, 16, 1000),
        of<lenet5>("lenet5", "train", lenet5::train_entry, lenet5::train_flops, 16, 10),
        of<resnet20>("resnet20", "train", resnet20::train_entry, resnet20::train_flops, 16, 10),
        of<lstm_series>("lstm_series", "train", lstm_series::train_entry, lstm_series::train_flops, 24, 10),
        of<mlp_sigmoid_one>("mlp_sigmoid", "infer1", mlp_sigmoid_one::predict_entry, mlp_sigmoid_one::predict_flops, 4,
                            10),
        of<mlp_mnist_one>("mlp_mnist", "infer1", mlp_mnist_one::predict_entry, mlp_mnist_one::predict_flops, 4, 10),
        of<mlp_wide_one>("mlp_wide", "infer1", mlp_wide_one::predict_entry, mlp_wide_one::predict_flops, 4, 1000),
        of<lenet5_one>("lenet5", "infer1", lenet5_one::predict_entry, lenet5_one::predict_flops, 4, 10),
        of<resnet20_one>("resnet20", "infer1", resnet20_one::predict_entry, resnet20_one::predict_flops, 4, 10),
        of<lstm_series_one>("lstm_series", "infer1", lstm_series_one::predict_entry, lstm_series_one::predict_flops, 4,
                            10),
    };
    const auto contraction = [&](const char *name, sylvite::entry_handle entry, std::int64_t flops) {
        list.push_back(of<contractions>(name, "contraction", entry, flops, 0, 10));
    };
    contraction("contraction_nt_512x512x512", contractions::nt_512x512x512_entry, contractions::nt_512x512x512_flops);
    contraction("contraction_nt_1024x1024x1024", contractions::nt_1024x1024x1024_entry,
                contractions::nt_1024x1024x1024_flops);
    contraction("contraction_nn_1024x1024x1024", contractions::nn_1024x1024x1024_entry,
                contractions::nn_1024x1024x1024_flops);
    contraction("contraction_nt_128x512x784", contractions::nt_128x512x784_entry, contractions::nt_128x512x784_flops);
    contraction("contraction_tn_784x512x128", contractions::tn_784x512x128_entry, contractions::tn_784x512x128_flops);
    return list;
}

}  // namespace

std::span<const work_kind> all_work() {
    static const std::vector<work_kind> list = list_work();
    return list;
}

double limit_seconds(const work &w, double peak, double bandwidth) {
    return std::max(w.flops / peak, w.bytes / bandwidth);
}

}  // namespace bench
