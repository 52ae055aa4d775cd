#!/usr/bin/env bash
# The command line of the guide's test: commands are answered by its own process; those that read what they need from the environment are run as the program.
case ${1:-} in
    config | database) exec dotnet "$GUIDE_PROGRAM" "$@" ;;
esac

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
before=
for word in "$@"; do
    # That process works in another folder.
    case $before in
        --output | -o | --file | --html | --charts) [[ $word == /* || $word == - ]] || word=$PWD/$word ;;
    esac
    printf '%s\0' "$word" >>"$folder/args"
    before=$word
done
[ $# != 0 ] || : >"$folder/args"
cat >"$folder/in"
curl -sS --fail-with-body "$GUIDE_COMMANDS?in=$folder" >&2 || exit 125
cat "$folder/err" >&2
cat "$folder/out"
exit "$(cat "$folder/code")"
