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
expect_sentence 'no network "../examples/alpha" in' ./sylvite inspect ../examples/alpha
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
check "nothing was written" test ! -e build
