#include "by_hand.hpp"

#include <cmath>

namespace {

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

}  // namespace

double by_hand::step(std::span<const float> x, std::span<const float> target, double rate) {
    const std::size_t rows = target.size();
    by_hand slope;  // d loss / d weight, in the same places as the weights
    double loss = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        double h[units] = {}, z = out_bias;
        for (std::size_t j = 0; j < units; ++j) {
            double sum = hidden_bias[j];
            for (std::size_t i = 0; i < inputs; ++i)
                sum += hidden_weight[j][i] * static_cast<double>(x[r * inputs + i]);
            h[j] = sigmoid(sum);
            z += out_weight[j] * h[j];
        }
        const double y = sigmoid(z), error = y - static_cast<double>(target[r]);
        loss += error * error / static_cast<double>(rows);
        const double delta = 2 * error / static_cast<double>(rows) * y * (1 - y);
        slope.out_bias += delta;
        for (std::size_t j = 0; j < units; ++j) {
            slope.out_weight[j] += delta * h[j];
            const double back = delta * out_weight[j] * h[j] * (1 - h[j]);
            slope.hidden_bias[j] += back;
            for (std::size_t i = 0; i < inputs; ++i)
                slope.hidden_weight[j][i] += back * static_cast<double>(x[r * inputs + i]);
        }
    }
    out_bias -= rate * slope.out_bias;
    for (std::size_t j = 0; j < units; ++j) {
        out_weight[j] -= rate * slope.out_weight[j];
        hidden_bias[j] -= rate * slope.hidden_bias[j];
        for (std::size_t i = 0; i < inputs; ++i) hidden_weight[j][i] -= rate * slope.hidden_weight[j][i];
    }
    return loss;
}
