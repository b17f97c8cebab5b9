#!/bin/sh
# Test cards of make.sh on SoftHSM: `softhsm.sh PKI FOLDER cps3|cps4 CARD…`, a card being the name
# of a certificate. Writes FOLDER/softhsm2.conf, which refuses what a real card refuses.
# PIN: the cards' (1234). LABELS=none: objects without the usual labels, as any other card's.
set -eu
pin=${PIN:-1234}
pki=$1 folder=$2 kind=$3
shift 3
module=${SOFTHSM2_MODULE:-/usr/lib/softhsm/libsofthsm2.so}
mechanisms=CKM_RSA_PKCS,CKM_SHA1_RSA_PKCS,CKM_SHA256_RSA_PKCS
if [ "$kind" = cps4 ]; then
  mechanisms=$mechanisms,CKM_RSA_PKCS_PSS,CKM_SHA1_RSA_PKCS_PSS,CKM_SHA256_RSA_PKCS_PSS
fi
mkdir -p "$folder/tokens"
export SOFTHSM2_CONF="$folder/softhsm2.conf"
printf 'directories.tokendir = %s\nobjectstore.backend = file\nslots.removable = true\nlog.level = ERROR\n' \
  "$folder/tokens" > "$SOFTHSM2_CONF"
for card in "$@"; do
  label=TEST-$card
  key=$pki/$card.key
  test -f "$key" || key=$pki/alice.key
  if [ "${LABELS:-}" = none ]; then private=x signature= authentication=; else
    private=CPS_PRIV_AUT signature='Certificat de Signature CPS' authentication="Certificat d'Authentification CPS"
  fi
  softhsm2-util --init-token --free --label "$label" --so-pin 12345678 --pin "$pin" > /dev/null
  softhsm2-util --import "$key" --token "$label" --label "$private" --id 20 --pin "$pin" > /dev/null
  tool="pkcs11-tool --module $module --token-label $label --login --pin $pin"
  # The signature certificate lies on a card too, and first.
  $tool --write-object "$pki/alice-sign.der" --type cert --id 10 --label "$signature" > /dev/null 2>&1
  $tool --write-object "$pki/$card.der" --type cert --id 20 --label "$authentication" > /dev/null 2>&1
done
printf 'slots.mechanisms = %s,CKM_SHA_1,CKM_SHA256\n' "$mechanisms" >> "$SOFTHSM2_CONF"
