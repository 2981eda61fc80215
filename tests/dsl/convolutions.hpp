// The convolutions, by name, for the tests that hold for all of them.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace sylvite::test {

/// visit.template operator()<Dims...>(name, layer): names and shapes are those of the golden file.
template <class Visit>
void visit_convolutions(Visit visit) {
    visit.template operator()<2, 3, 7, 6>("conv2d 3", conv2d<4, 3>);
    visit.template operator()<1, 2, 7, 6>("conv2d 3 stride 2 padding 1",
                                          layer::conv2d<3, 3, conv{.stride = 2, .padding = 1}>{{.bias = false}});
    visit.template operator()<1, 2, 5, 7>("conv2d 3x5 padding 1,2 dilation 2",
                                          conv2d<3, kernel{3, 5}, conv{.padding = {1, 2}, .dilation = 2}>);
    visit.template operator()<2, 4, 5, 4>("conv2d 3 groups 2", conv2d<6, 3, conv{.groups = 2}>);
    visit.template operator()<2, 4, 4, 3>("conv2d 3 depthwise padding 1",
                                          conv2d<4, 3, conv{.padding = 1, .groups = 4}>);
    visit.template operator()<1, 3, 4, 5>("conv2d 3 depthwise twice", conv2d<6, 3, conv{.groups = 3}>);
    visit.template operator()<2, 3, 3, 2>("conv2d 1", conv2d<4, 1>);
    visit.template operator()<2, 3, 5, 4>("conv2d 1 stride 2", conv2d<4, 1, conv{.stride = 2}>);
    visit.template operator()<2, 1, 3, 2>("conv2d 1 of one channel", conv2d<1, 1>);
    visit.template operator()<1, 2, 8, 7>("conv2d 2 stride 3", conv2d<3, 2, conv{.stride = 3}>);
    visit.template operator()<1, 2, 7, 5>("conv2d 2 stride 2", conv2d<3, 2, conv{.stride = 2}>);
    visit.template operator()<1, 1, 3, 2>("conv2d 3 padding 5", conv2d<2, 3, conv{.padding = 5}>);
    visit.template operator()<1, 1, 1, 7>("conv2d 1x3 of a row", conv2d<2, kernel{1, 3}>);
    visit.template operator()<2, 2, 1, 1>("conv2d 3 padding 1 of a pixel", conv2d<3, 3, conv{.padding = 1}>);
    visit.template operator()<1, 1, 6, 5>("conv2d 4x3 same dilation 2",
                                          conv2d<2, kernel{4, 3}, conv{.padding = same, .dilation = 2}>);
    visit.template operator()<1, 2, 4, 5>("conv2d 3 padding 1,2 reflect",
                                          conv2d<2, 3, conv{.padding = {1, 2}, .mode = padding_mode::reflect}>);
    visit.template operator()<1, 2, 4, 5>("conv2d 3 padding 1,2 replicate",
                                          conv2d<2, 3, conv{.padding = {1, 2}, .mode = padding_mode::replicate}>);
    visit.template operator()<1, 2, 4, 5>("conv2d 3 padding 1,2 circular",
                                          conv2d<2, 3, conv{.padding = {1, 2}, .mode = padding_mode::circular}>);
    visit.template operator()<1, 1, 5, 6>("conv2d 3 stride 2 padding apart",
                                          conv2d<2, 3, conv{.stride = 2, .padding = {{1, 2}, {0, 3}}}>);
    visit.template operator()<2, 4, 9>("conv1d 3 stride 2 padding 2 dilation 2 groups 2",
                                       conv1d<4, 3, conv{.stride = 2, .padding = 2, .dilation = 2, .groups = 2}>);
    visit.template operator()<2, 2, 5>("conv1d 4 same circular",
                                       conv1d<3, 4, conv{.padding = same, .mode = padding_mode::circular}>);
    visit.template operator()<1, 4, 2, 5, 3>(
        "conv3d 2x3x2 stride 1x2x1 padding 1x0x1 groups 2",
        conv3d<2, kernel{2, 3, 2}, conv{.stride = {1, 2, 1}, .padding = {1, 0, 1}, .groups = 2}>);
    visit.template operator()<1, 1, 3, 2, 4>("conv3d 3 same", conv3d<2, 3, conv{.padding = same}>);
    visit.template operator()<2, 3, 3, 4>(
        "conv_transpose2d 3 stride 2 padding 1 more 1",
        conv_transpose2d<2, 3, conv_transpose{.stride = 2, .padding = 1, .output_padding = 1}>);
    visit.template operator()<1, 4, 3, 2>(
        "conv_transpose2d 2x3 stride 1x3 groups 2",
        conv_transpose2d<6, kernel{2, 3}, conv_transpose{.stride = {1, 3}, .groups = 2}>);
    visit.template operator()<2, 3, 3, 4>("conv_transpose2d 2 stride 2",
                                          layer::conv_transpose2d<2, 2, conv_transpose{.stride = 2}>{{.bias = false}});
    visit.template operator()<1, 2, 3, 2>("conv_transpose2d 2 stride 3",
                                          conv_transpose2d<2, 2, conv_transpose{.stride = 3}>);
    visit.template operator()<1, 2, 3, 2>("conv_transpose2d 3 dilation 2 more 1",
                                          conv_transpose2d<1, 3, conv_transpose{.output_padding = 1, .dilation = 2}>);
    visit.template operator()<1, 3, 3, 2>(
        "conv_transpose2d 3 depthwise", conv_transpose2d<3, 3, conv_transpose{.stride = 2, .padding = 1, .groups = 3}>);
    visit.template operator()<1, 3, 2, 2>("conv_transpose2d 1", conv_transpose2d<2, 1>);
    visit.template operator()<2, 2, 5>("conv_transpose1d 4 stride 2 padding 1",
                                       conv_transpose1d<3, 4, conv_transpose{.stride = 2, .padding = 1}>);
    visit.template operator()<1, 2, 2, 3, 2>(
        "conv_transpose3d 2x3x2 stride 2x1x2 padding 0x1x0",
        conv_transpose3d<2, kernel{2, 3, 2}, conv_transpose{.stride = {2, 1, 2}, .padding = {0, 1, 0}}>);
    visit.template operator()<2, 1, 6, 10>("sequence", layer::sequential(conv2d<3, 3, conv{.padding = 1}>, layer::relu,
                                                                         max_pool2d<2>, conv2d<4, 2>, layer::tanh,
                                                                         avg_pool2d<2>, flatten<>, dense<3>));
}

}  // namespace sylvite::test
