// The functions of images, by name, for the tests that hold for all of them.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace sylvite::test {

/// visit(name, function of one operand); names and shapes are those of tests/golden/make_images.py.
template <class Visit>
void visit_max_pools(Visit visit) {
    visit("max_pool2d 2", max_pool2d<2>);
    visit("max_pool2d 1", max_pool2d<1>);
    visit("max_pool2d 3 stride 2 padding 1", max_pool2d<3, pool{.stride = 2, .padding = 1}>);
    visit("max_pool2d 2x3 stride 1 dilation 2 padding 1",
          max_pool2d<kernel{2, 3}, pool{.stride = 1, .padding = 1, .dilation = 2}>);
    visit("max_pool2d 3 stride 2 ceil", max_pool2d<3, pool{.stride = 2, .ceil_mode = true}>);
    visit("max_pool2d 2 padding 1 ceil", max_pool2d<2, pool{.padding = 1, .ceil_mode = true}>);
    visit("max_pool1d 3 stride 1", max_pool1d<3, pool{.stride = 1}>);
    visit("max_pool1d 2 stride 3", max_pool1d<2, pool{.stride = 3}>);
    visit("max_pool3d 2", max_pool3d<2>);
    visit("max_pool3d 3x2x3 stride 1 padding 1", max_pool3d<kernel{3, 2, 3}, pool{.stride = 1, .padding = 1}>);
}
template <class Visit>
void visit_average_pools(Visit visit) {
    visit("avg_pool2d 2", avg_pool2d<2>);
    visit("avg_pool2d 3 stride 2 padding 1", avg_pool2d<3, pool{.stride = 2, .padding = 1}>);
    visit("avg_pool2d 3 stride 2 padding 1 uncounted",
          avg_pool2d<3, pool{.stride = 2, .padding = 1, .count_include_pad = false}>);
    visit("avg_pool2d 3 stride 2 padding 1 ceil", avg_pool2d<3, pool{.stride = 2, .padding = 1, .ceil_mode = true}>);
    visit("avg_pool2d 3 stride 2 padding 1 ceil uncounted",
          avg_pool2d<3, pool{.stride = 2, .padding = 1, .ceil_mode = true, .count_include_pad = false}>);
    visit("avg_pool1d 2 stride 3", avg_pool1d<2, pool{.stride = 3}>);
    visit("avg_pool3d 2x3x2 stride 1x2x1", avg_pool3d<kernel{2, 3, 2}, pool{.stride = {1, 2, 1}}>);
    visit("lp_pool2d 2,2x3 stride 2", lp_pool2d<2, kernel{2, 3}, pool{.stride = 2}>);
    visit("lp_pool2d 4,2 ceil", [](const auto &x) { return lp_pool2d<4, 2, pool{.ceil_mode = true}>(x / 8); });
    visit("lp_pool1d 1,3", lp_pool1d<1, 3>);
}
template <class Visit>
void visit_layouts_of_images(Visit visit) {
    visit("reflection_pad1d 1,3", reflection_pad1d<sides{1, 3}>);
    visit("reflection_pad2d 1,2", reflection_pad2d<padding{1, 2}>);
    visit("reflection_pad3d 1", reflection_pad3d<1>);
    visit("replication_pad1d 1,3", replication_pad1d<sides{1, 3}>);
    visit("replication_pad2d 1,2", replication_pad2d<padding{1, 2}>);
    visit("replication_pad3d 1", replication_pad3d<1>);
    visit("circular_pad1d 1,3", circular_pad1d<sides{1, 3}>);
    visit("circular_pad2d 1,2", circular_pad2d<padding{1, 2}>);
    visit("circular_pad3d 1", circular_pad3d<1>);
    visit("zero_pad2d 1,-1,0,2", zero_pad2d<padding{{1, -1}, {0, 2}}>);
    visit("flatten", flatten<>);
    visit("flatten 1,2", flatten<1, 2>);
}

}  // namespace sylvite::test
