# Every command explains itself, from any folder and through a link, and sets nothing up for that.
network alpha
ln -s "$tree/sylvite" "$room/link"

for command in train predict test build bench inspect trace compare tune clean; do
    expect 0 "usage: ./sylvite $command" ./sylvite "$command" --help
    expect 0 "usage: ./sylvite $command" ./sylvite "$command" -h
    expect 0 "usage: ./sylvite $command" ./sylvite help "$command"
done
expect 0 "--preset PRESET*asan-ubsan debug release tsan" ./sylvite test --preset debug --help
expect 0 "usage: ./sylvite COMMAND*networks: alpha" ./sylvite help
expect 0 "usage: ./sylvite COMMAND" ./sylvite --help
expect 0 "usage: ./sylvite help" ./sylvite help --help
cd / || exit 1
expect 0 "networks: alpha" "$tree/sylvite" train --help
expect 0 "networks: alpha" "$room/link" help
check "nothing was written" test ! -e "$tree/build"
