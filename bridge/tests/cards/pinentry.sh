#!/bin/sh
# A pinentry that plays a script: answers from $SCELLE_PINENTRY/answers, a line each (`pin 1234`,
# `yes`, `no` for the second button, `cancel`, `hang`, `gone`, `wait` for
# the next line to be written), and writes what it was told into
# $SCELLE_PINENTRY/log, as a person would see it, PINs left out.
set -u
answers=$SCELLE_PINENTRY/answers log=$SCELLE_PINENTRY/log

next() {
  answer=$(sed -n 1p "$answers" 2>/dev/null)
  sed -i 1d "$answers" 2>/dev/null
  case $answer in
    yes) echo OK ;;
    no) echo "ERR 83886194 Not confirmed <Pinentry>" ;;
    hang) exec sleep 600 ;;
    gone) exit 1 ;;
    wait) while ! test -s "$answers"; do sleep 0.1; done; next ;;
    "pin "*) printf 'D %s\nOK\n' "${answer#pin }" ;;
    empty) echo OK ;;
    *) echo "ERR 83886179 Operation cancelled <Pinentry>" ;;
  esac
}

echo "OK Pleased to meet you"
while read -r line; do
  printf '%s\n' "$line" >> "$log"
  case $line in
    CONFIRM* | GETPIN*) next ;;
    BYE*) echo OK; exit 0 ;;
    *) echo OK ;;
  esac
done
