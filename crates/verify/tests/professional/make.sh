#!/bin/sh
# A false IGC-Santé: certificates of cards as reference cards look, each of the others with one
# fault, OCSP answers and revocation lists, made with openssl alone. `make.sh FOLDER DAY LATER` (two
# times as YYMMDDHHMMSSZ); nothing in there is a secret, and nothing but a test trusts it.
set -eu
cd "$1"

cat > openssl.cnf <<'C'
[ca]
default_ca = ac
[ac]
database = $ENV::DB
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
preserve = yes
string_mask = utf8only
crlnumber = crlnumber
[any]
countryName = optional
[req]
prompt = no
distinguished_name = dn
string_mask = utf8only
[dn]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[issues_only]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[lists_only]
basicConstraints = critical,CA:TRUE
keyUsage = critical,cRLSign
[no_authority]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyCertSign,cRLSign
[auth]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth,1.3.6.1.4.1.311.20.2.2
subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:test@carte-cps.fr
authorityInfoAccess = caIssuers;URI:http://igc.test/ACI-FO-PP.cer,OCSP;URI:ldap://ocsp.test,OCSP;URI:http://ocsp.test
crlDistributionPoints = @points
1.2.250.1.71.1.2.2 = ASN1:INTEGER:0
1.2.250.1.71.1.2.3 = ASN1:PRINTABLESTRING:8025000001/2900000001
1.2.250.1.71.1.2.5 = DER:04:01:80
1.2.250.1.71.1.2.7 = ASN1:INTEGER:10
[points]
URI.1 = http://igc.test/ACI-FO-PP.crl
URI.2 = ldap://annuaire.test/cn=ACI-FO-PP
C

# section NAME USAGE EXTENDED [LINE…]: a section of its own for a fault
section() {
  printf '[%s]\nbasicConstraints = CA:FALSE\nkeyUsage = %s\n%s\n' "$1" "$2" "${3:+extendedKeyUsage = $3}" >> openssl.cnf
  shift 3
  for line in "$@"; do echo "$line" >> openssl.cnf; done
}
signs=critical,digitalSignature
card='1.2.250.1.71.1.2.2 = ASN1:INTEGER:0'
doctor_code='1.2.250.1.71.1.2.7 = ASN1:INTEGER:10'
section nurse $signs clientAuth "$card" '1.2.250.1.71.1.2.7 = ASN1:INTEGER:60'
section software $signs clientAuth "$doctor_code"
section critical_own $signs clientAuth '1.2.250.1.71.1.2.2 = critical,ASN1:INTEGER:0' '1.2.250.1.71.1.2.7 = critical,ASN1:INTEGER:10'
section signature critical,nonRepudiation emailProtection "$card" "$doctor_code"
section both_usages critical,digitalSignature,nonRepudiation clientAuth "$card" "$doctor_code"
section usage_not_critical digitalSignature clientAuth "$card" "$doctor_code"
section no_extended $signs '' "$card" "$doctor_code"
section mail $signs emailProtection "$card" "$doctor_code"
section no_profession $signs clientAuth "$card"
section word_profession $signs clientAuth "$card" '1.2.250.1.71.1.2.7 = ASN1:UTF8:10'
section negative_profession $signs clientAuth "$card" '1.2.250.1.71.1.2.7 = ASN1:INTEGER:-10'
section assistant $signs clientAuth "$card" '1.2.250.1.71.1.2.7 = ASN1:INTEGER:35'
section psychologist $signs clientAuth "$card" '1.2.250.1.71.1.2.7 = ASN1:INTEGER:93'
section cpf $signs clientAuth '1.2.250.1.71.1.2.2 = ASN1:INTEGER:1' "$doctor_code"
section cpe $signs clientAuth '1.2.250.1.71.1.2.2 = ASN1:INTEGER:2'
section cpa $signs clientAuth '1.2.250.1.71.1.2.2 = ASN1:INTEGER:3' "$doctor_code"
section word_card $signs clientAuth '1.2.250.1.71.1.2.2 = ASN1:UTF8:0' "$doctor_code"
section unknown_critical $signs clientAuth "$card" "$doctor_code" '1.2.3.4 = critical,ASN1:NULL'
section responder $signs OCSPSigning 'noCheck = ignored'
section responder_critical $signs OCSPSigning '1.2.3.4 = critical,ASN1:NULL'
section responder_encrypts critical,keyEncipherment OCSPSigning
printf '[false_ca]\nbasicConstraints = CA:TRUE\nkeyUsage = %s\nextendedKeyUsage = clientAuth\n%s\n%s\n' $signs "$card" "$doctor_code" >> openssl.cnf
printf '[responder_ca]\nbasicConstraints = CA:TRUE\nkeyUsage = %s\nextendedKeyUsage = OCSPSigning\n' $signs >> openssl.cnf
printf '[list]\nauthorityKeyIdentifier = keyid\n' >> openssl.cnf
printf '[list_unknown]\n1.2.3.4 = critical,ASN1:NULL\n' >> openssl.cnf
printf '[list_delta]\n2.5.29.27 = ASN1:INTEGER:1\n' >> openssl.cnf
printf '[list_part_quiet]\n2.5.29.28 = DER:30:03:81:01:ff\n' >> openssl.cnf
printf '[list_part]\nissuingDistributionPoint = critical,@part\n[part]\nonlyuser = TRUE\n' >> openssl.cnf

export DB=index.txt
: > index.txt
: > empty.txt
echo 1000 > serial
echo 01 > crlnumber

# key NAME [BITS]
key() { openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:"${2:-2048}" -out "$1.key" 2>/dev/null; }

# authority NAME CN [SECTION]
authority() {
  key "$1"
  openssl req -config openssl.cnf -utf8 -new -x509 -days 3650 -key "$1.key" -out "$1.pem" -extensions "${3:-authority}" \
    -subj "/C=FR/O=ASIP-SANTE/OU=0002 187512751/OU=IGC-SANTE TEST/CN=$2"
  openssl x509 -in "$1.pem" -outform DER -out "$1.der"
}

# certificate NAME KEY AUTHORITY SECTION SUBJECT [FROM UNTIL [DIGEST]]
certificate() {
  openssl req -config openssl.cnf -utf8 -new -key "$2.key" -out "$1.csr" -subj "$5"
  openssl ca -config openssl.cnf -utf8 -batch -notext -preserveDN -in "$1.csr" -out "$1.pem" -cert "$3.pem" \
    -keyfile "$3.key" -extensions "$4" -startdate "${6:-200101000000Z}" -enddate "${7:-491231000000Z}" -md "${8:-sha256}" 2>> openssl.log
  openssl x509 -in "$1.pem" -outform DER -out "$1.der"
}

# fault NAME [SECTION]: the doctor's certificate with another section
fault() { certificate "$1" alice persons "${2:-$1}" "$doctor"; }

authority persons 'TEST AC IGC-SANTE FORT PERSONNES'
authority impostor 'TEST AC IGC-SANTE FORT PERSONNES'
authority stranger 'TEST AC IGC-SANTE ELEMENTAIRE PERSONNES'
authority organisations 'TEST AC IGC-SANTE FORT ORGANISATIONS'
authority lone 'TEST AC IGC-SANTE'
authority issues-only 'TEST AC IGC-SANTE STANDARD PERSONNES' issues_only
authority lists-only 'TEST AC IGC-SANTE STANDARD PERSONNES' lists_only
authority no-authority 'TEST AC IGC-SANTE STANDARD PERSONNES' no_authority
key alice
key bruno
key responder
key short 1024

doctor='/C=FR/title=Médecin/GN=ALICE+CN=899700218896+SN=ESSAI'
certificate alice alice persons auth "$doctor"
certificate bruno bruno persons nurse '/C=FR/title=Infirmier/GN=BRUNO+CN=899700218904+SN=TEST'
certificate alice-of-bruno bruno persons auth "$doctor"
certificate revoked alice persons auth "$doctor"
certificate held alice persons auth "$doctor"
certificate expired alice persons auth "$doctor" 200101000000Z 210101000000Z
certificate future alice persons auth "$doctor" 480101000000Z 491231000000Z
certificate dated alice persons auth "$doctor" "$2" "$3"
certificate sha1 alice persons auth "$doctor" 200101000000Z 491231000000Z sha1
certificate short short persons auth "$doctor"
certificate adeli alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=0123456789+SN=ESSAI'
certificate structure alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=30B0057881\/CPET0002+SN=ESSAI'
certificate not-rpps alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=099700218896+SN=ESSAI'
certificate thirteen alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=8997002188960+SN=ESSAI'
certificate wide-digits alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=89970021889６+SN=ESSAI'
certificate two-numbers alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=899700218896+SN=ESSAI/CN=899700218904'
certificate no-number alice persons auth '/C=FR/title=Médecin/GN=ALICE+SN=ESSAI'
certificate two-surnames alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=899700218896+SN=ESSAI/SN=AUTRE'
certificate no-surname alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=899700218896'
certificate long-name alice persons auth "/C=FR/title=Médecin/GN=$(printf '%0129d' 0)+CN=899700218896+SN=ESSAI"
certificate no-title alice persons auth '/C=FR/GN=ALICE+CN=899700218896+SN=ESSAI'
# DER sorts a SET by length first: here the surname stands before the given name.
certificate order alice persons auth '/C=FR/title=Médecin/GN=MARIE-FRANÇOISE+CN=899700218896+SN=LI'
certificate hidden alice persons auth "/C=FR/title=Médecin/GN=ALI$(printf '\342\200\256')CE+CN=899700218896+SN=ESSAI"
certificate impostor-alice alice impostor auth "$doctor"
certificate stranger-alice alice stranger auth "$doctor"
certificate organisation alice organisations auth "$doctor"
certificate issues-only-alice alice issues-only auth "$doctor"
certificate staff alice persons cpe '/C=FR/O=CABINET/GN=CLAIRE+CN=30B0057881\/CPET0002+SN=ESSAI'
for one in software critical_own signature both_usages usage_not_critical no_extended mail no_profession \
  word_profession negative_profession assistant psychologist cpf cpe cpa word_card \
  unknown_critical false_ca; do fault "$one"; done
certificate responder responder persons responder '/C=FR/O=ASIP-SANTE/CN=TEST OCSP'
certificate responder-encrypts responder persons responder_encrypts '/C=FR/O=ASIP-SANTE/CN=TEST OCSP'
certificate responder-critical responder persons responder_critical '/C=FR/O=ASIP-SANTE/CN=TEST OCSP'
certificate responder-ca responder persons responder_ca '/C=FR/O=ASIP-SANTE/CN=TEST OCSP'
certificate responder-expired responder persons responder '/C=FR/O=ASIP-SANTE/CN=TEST OCSP' 200101000000Z 210101000000Z
certificate responder-foreign responder impostor responder '/C=FR/O=ASIP-SANTE/CN=TEST OCSP'
openssl ca -config openssl.cnf -revoke revoked.pem -crl_reason keyCompromise -cert persons.pem -keyfile persons.key 2>> openssl.log
openssl ca -config openssl.cnf -revoke held.pem -crl_reason certificateHold -cert persons.pem -keyfile persons.key 2>> openssl.log

# answer NAME SIGNER KEY INDEX "QUESTION" [OPTION…]
answer() {
  name="$1" signer="$2" key="$3" index="$4" question="$5"
  shift 5
  # shellcheck disable=SC2086
  openssl ocsp -no_nonce -issuer persons.pem $question -reqout question.der
  openssl ocsp -index "$index" -CA persons.pem -rsigner "$signer.pem" -rkey "$key.key" -reqin question.der \
    -respout "$name.ocsp" "$@" >> openssl.log 2>&1
}
answer good responder responder index.txt '-cert alice.pem' -ndays 1
answer good-direct persons persons index.txt '-cert alice.pem' -ndays 1
answer good-by-key responder responder index.txt '-cert alice.pem' -ndays 1 -resp_key_id
answer good-direct-by-key persons persons index.txt '-cert alice.pem' -ndays 1 -resp_key_id
answer good-sha256 responder responder index.txt '-sha256 -cert alice.pem' -ndays 1
answer good-of-two responder responder index.txt '-cert bruno.pem -cert alice.pem' -ndays 1
answer good-long responder responder index.txt '-cert alice.pem' -ndays 30
answer good-hour responder responder index.txt '-cert alice.pem' -nmin 60
answer good-endless responder responder index.txt '-cert alice.pem'
answer twice responder responder index.txt '-cert alice.pem -cert alice.pem' -ndays 1
answer bruno responder responder index.txt '-cert bruno.pem' -ndays 1
answer revoked responder responder index.txt '-cert revoked.pem' -ndays 1
answer held responder responder index.txt '-cert held.pem' -ndays 1
answer unknown responder responder empty.txt '-cert alice.pem' -ndays 1
answer sha1 responder responder index.txt '-cert alice.pem' -ndays 1 -rmd sha1
answer sha512 responder responder index.txt '-cert alice.pem' -ndays 1 -rmd sha512
answer no-certificates responder responder index.txt '-cert alice.pem' -ndays 1 -resp_no_certs
answer by-foreign responder-foreign responder index.txt '-cert alice.pem' -ndays 1
answer by-impostor impostor impostor index.txt '-cert alice.pem' -ndays 1
answer by-doctor alice alice index.txt '-cert alice.pem' -ndays 1
answer by-encrypting responder-encrypts responder index.txt '-cert alice.pem' -ndays 1
answer by-critical responder-critical responder index.txt '-cert alice.pem' -ndays 1
answer by-authority responder-ca responder index.txt '-cert alice.pem' -ndays 1
answer by-expired responder-expired responder index.txt '-cert alice.pem' -ndays 1
openssl ocsp -no_nonce -issuer impostor.pem -cert impostor-alice.pem -reqout question.der
openssl ocsp -index index.txt -CA impostor.pem -rsigner responder-foreign.pem -rkey responder.key -reqin question.der \
  -respout impostor.ocsp -ndays 1 >> openssl.log 2>&1

# list NAME AUTHORITY SECTION DAYS [DIGEST]
list() {
  openssl ca -config openssl.cnf -gencrl -cert "$2.pem" -keyfile "$2.key" -crlexts "$3" -crldays "$4" \
    -md "${5:-sha256}" -out list.pem 2>> openssl.log
  openssl crl -in list.pem -outform DER -out "$1.crl"
}
list good persons list 1
list long persons list 30
list impostor impostor list 1
list stranger stranger list 1
list unsigned issues-only list 1
list sha1 persons list 1 sha1
list unknown persons list_unknown 1
list delta persons list_delta 1
list part persons list_part 1
list part-quiet persons list_part_quiet 1
DB=empty.txt list empty persons list 1
sed '/^crlnumber/d' openssl.cnf > first.cnf
DB=empty.txt openssl ca -config first.cnf -gencrl -cert persons.pem -keyfile persons.key -crldays 1 -out list.pem 2>> openssl.log
openssl crl -in list.pem -outform DER -out first-version.crl
