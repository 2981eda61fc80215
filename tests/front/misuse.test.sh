# Unknown commands, options, networks and presets: one sentence and status 2, before anything is set up.
network alpha
network beta

expect 2 "usage: ./sylvite COMMAND" ./sylvite
expect_sentence 'unknown command "trian"' ./sylvite trian
expect_sentence 'unknown option "--frob"' ./sylvite --frob
expect_sentence 'train needs a network*alpha beta' ./sylvite train
expect_sentence 'predict needs a network' ./sylvite predict
expect_sentence 'inspect needs a network' ./sylvite inspect
expect_sentence 'no network "gamma" in examples/; there are: alpha beta.' ./sylvite train gamma
expect_sentence 'no network "alph" in' ./sylvite predict alph
expect_sentence 'no network "." in' ./sylvite predict .
expect_sentence 'there is no header "../examples/alpha"' ./sylvite inspect ../examples/alpha
expect_sentence 'unknown option "--frob" of inspect' ./sylvite inspect alpha --frob
expect_sentence '--html of inspect needs a value' ./sylvite inspect alpha --html train:1
expect_sentence '--svg of inspect needs a value' ./sylvite inspect alpha --json --svg
expect_sentence 'no network "*" in' ./sylvite train '*'
expect_sentence 'unknown option "--epochs" of train' ./sylvite train --epochs 3 alpha
expect_sentence 'unknown preset "fast"; there are: asan-ubsan debug release tsan.' ./sylvite build --preset fast
expect_sentence 'unknown preset "fast"' ./sylvite test --preset=fast
expect_sentence '--preset needs a name' ./sylvite build --preset
expect_sentence 'unknown option "--all" of build' ./sylvite build --all
expect_sentence 'unknown option "--verbose" of test' ./sylvite test --verbose
expect_sentence 'unknown option "alpha" of test' ./sylvite test alpha
expect_sentence '-R of test needs a value' ./sylvite test -R
expect_sentence 'unknown option "--everything" of clean' ./sylvite clean --everything
expect_sentence 'clean takes one option' ./sylvite clean --all --all
expect_sentence 'no command "trian" to help with' ./sylvite help trian
expect_sentence 'help takes one command' ./sylvite help train test
expect_sentence 'compare needs a network*a header or one of: alpha beta' ./sylvite compare
expect_sentence 'unknown option "--output" of compare' ./sylvite compare alpha --output x
expect_sentence 'tune needs a network*a header or one of: alpha beta' ./sylvite tune
expect_sentence 'no network "gamma"; give the path of a header' ./sylvite tune gamma
expect_sentence 'unknown option "--steps" of tune' ./sylvite tune alpha --steps 3
expect_sentence '--budget of tune needs a value' ./sylvite tune alpha --budget
expect_sentence 'trace needs a network*a header or one of: alpha beta' ./sylvite trace
expect_sentence 'no network "gamma"; give the path of a header' ./sylvite trace gamma
expect_sentence 'there is no header "net.hpp"' ./sylvite trace net.hpp
expect_sentence 'there is no header "a/b"' ./sylvite trace a/b
expect_sentence 'unknown option "--steps" of trace; options come after' ./sylvite trace --steps 3 alpha
expect_sentence 'unknown option "--frob" of trace' ./sylvite trace alpha --frob
expect_sentence 'unknown option "beta" of trace' ./sylvite trace alpha beta
expect_sentence '--steps of trace needs a value' ./sylvite trace alpha --steps
expect_sentence '--struct needs a value' ./sylvite trace alpha --struct
expect_sentence '--struct is for a header of your own' ./sylvite trace alpha --struct x
: >9lives.hpp
: >'a;b.hpp'
expect_sentence '"a b" is no name of a struct' ./sylvite trace 9lives.hpp --struct 'a b'
expect_sentence 'the header is called "a;b.hpp"' ./sylvite trace 'a;b.hpp'
mkdir -p examples/outside && echo 'project(outside)' >examples/outside/CMakeLists.txt
expect_sentence 'no network "outside" in examples/; there are: alpha beta.' ./sylvite train outside
check "nothing was written" test ! -e build
