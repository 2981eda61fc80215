// Goes on with weights that PyTorch trained: loads them by PyTorch's names, shows that the logits are PyTorch's, and
// trains on.
#include <fine_tune.gen.hpp>

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/data/npz.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>
#include <sylvite/runtime/weights/load.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace {

constexpr double most_apart = 1e-4;  // f32 sums in another order

/// The largest difference to the logits that PyTorch wrote beside its weights.
double difference_to_pytorch(fine_tune &net, const std::string &file) {
    constexpr sylvite::input_handle<float, 10> logits{{0, "logits"}};  // a column of the file, no input of the network
    const auto images = sylvite::read_npz(file, std::vector<sylvite::npz_array>{
                                                    {"pixels", sylvite::target_of(fine_tune::pixels)},
                                                    {"logits", sylvite::target_of(logits)},
                                                });
    std::vector<float> expected(images.rows() * 10);
    images.read(*images.find("logits"), 0, images.rows(), expected.data());
    const auto found = net.predict(images);
    double worst = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(expected[i]) - static_cast<double>(found.logits[i])));
    return worst;
}

int run() {
    fine_tune net({.seed = 1});
    const sylvite::load_report report = net.load(FOLDER "/mlp.safetensors", {.names = {
                                                                                 {"encoder.0.*", "hidden.*"},
                                                                                 {"head.*", "out.*"},
                                                                             }});
    std::printf("%s", to_string(report).c_str());
    const double apart = difference_to_pytorch(net, FOLDER "/mlp_logits.npz");
    std::printf("logits of PyTorch and of Sylvite differ by %.2g at most\n", apart);
    if (!(apart <= most_apart)) {
        std::fprintf(stderr, "fine_tune_train: that is more than %g\n", most_apart);
        return 1;
    }

    const auto [training, held_out] =
        sylvite::read_csv(DIGITS_CSV, fine_tune::pixels, fine_tune::label, {.classes = 10}).hold_out_every(5);
    std::printf("as PyTorch left it, %.2f %% of %zu images are read right\n", 100 * net.evaluate(held_out).accuracy,
                held_out.rows());
    sylvite::fit(net, training, {.epochs = 20, .rows = 32, .rate = 0.002});
    std::printf("after 20 epochs more, %.2f %%\n", 100 * net.evaluate(held_out).accuracy);
    net.save("fine_tuned.safetensors");
    std::printf("weights written to fine_tuned.safetensors\n");
    return 0;
}

}  // namespace

int main() {
    try {
        return run();
    } catch (const sylvite::error &problem) {
        std::fprintf(stderr, "fine_tune_train: %s\n", problem.what());
        return 1;
    }
}
