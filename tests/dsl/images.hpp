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
void visit_adaptive_pools(Visit visit) {
    visit("adaptive_max_pool2d 2", adaptive_max_pool2d<2>);
    visit("adaptive_max_pool2d 3,2", adaptive_max_pool2d<3, 2>);
    visit("adaptive_max_pool1d 4", adaptive_max_pool1d<4>);
    visit("adaptive_max_pool3d 1", adaptive_max_pool3d<1>);
    visit("adaptive_avg_pool2d 1", adaptive_avg_pool2d<1>);
    visit("adaptive_avg_pool2d 3,2", adaptive_avg_pool2d<3, 2>);
    visit("adaptive_avg_pool1d 4", adaptive_avg_pool1d<4>);
    visit("adaptive_avg_pool3d 2,3,1", adaptive_avg_pool3d<2, 3, 1>);
    visit("global_avg_pool 2d", global_avg_pool);
    visit("global_max_pool 2d", global_max_pool);
}
template <class Visit>
void visit_resamplings(Visit visit) {
    using enum interpolation;
    visit("upsample1d 2", upsample1d<2>);
    visit("upsample2d 2", upsample2d<2>);
    visit("upsample3d 2", upsample3d<2>);
    visit("upsample1d 3 linear", upsample1d<3, linear>);
    visit("upsample2d 3 linear", upsample2d<3, linear>);
    visit("upsample3d 3 linear", upsample3d<3, linear>);
    visit("interpolate1d 7", interpolate1d<7>);
    visit("interpolate2d 5,3", interpolate2d<per_axis{5, 3}>);
    visit("interpolate3d 3,2,5", interpolate3d<per_axis{3, 2, 5}>);
    visit("interpolate1d 7 linear", interpolate1d<7, linear>);
    visit("interpolate2d 5,3 linear", interpolate2d<per_axis{5, 3}, linear>);
    visit("interpolate3d 3,2,5 linear", interpolate3d<per_axis{3, 2, 5}, linear>);
    visit("interpolate1d 7 aligned", interpolate1d<7, aligned>);
    visit("interpolate2d 5,3 aligned", interpolate2d<per_axis{5, 3}, aligned>);
    visit("interpolate3d 3,2,5 aligned", interpolate3d<per_axis{3, 2, 5}, aligned>);
    visit("interpolate2d 1 aligned", interpolate2d<1, aligned>);
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
    visit("pixel_shuffle 2", pixel_shuffle<2>);
    visit("pixel_unshuffle 2", pixel_unshuffle<2>);
    visit("channel_shuffle 2", channel_shuffle<2>);
    visit("unfold 2x3 stride 2 padding 1", unfold<kernel{2, 3}, unfolding{.stride = 2, .padding = 1}>);
    visit("unfold 2 dilation 2", unfold<2, unfolding{.dilation = 2}>);
    visit("fold 4,5 2x3 stride 2 padding 1", fold<4, 5, kernel{2, 3}, unfolding{.stride = 2, .padding = 1}>);
    visit("flatten", flatten<>);
    visit("flatten 1,2", flatten<1, 2>);
}

template <class Visit>
void visit_normalisations_of_images(Visit visit) {
    visit("local_response_norm 3",
          [](const auto &x) { return local_response_norm(x / 4, {.size = 3, .alpha = 0.5, .beta = 0.6, .k = 1.5}); });
    visit("local_response_norm 4 of rows", [](const auto &x) { return local_response_norm(x / 4, {.size = 4}); });
}

}  // namespace sylvite::test
