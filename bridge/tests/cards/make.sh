#!/bin/sh
# Test cards: a false IGC-Santé and the certificates of cards, as reference cards look, made with
# openssl alone. `make.sh FOLDER`; nothing in there is a secret, and nothing trusts it.
set -eu
mkdir -p "$1"
cd "$1"

cat > openssl.cnf <<'C'
[ca]
default_ca = ac
[ac]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
preserve = yes
string_mask = utf8only
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
[auth]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth,1.3.6.1.4.1.311.20.2.2
subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:test@carte-cps.fr
1.2.250.1.71.1.2.2 = ASN1:INTEGER:0
1.2.250.1.71.1.2.3 = ASN1:PRINTABLESTRING:8025000001/2900000001
1.2.250.1.71.1.2.5 = DER:04:01:80
1.2.250.1.71.1.2.7 = ASN1:INTEGER:10
[nurse]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth,1.3.6.1.4.1.311.20.2.2
1.2.250.1.71.1.2.2 = ASN1:INTEGER:0
1.2.250.1.71.1.2.7 = ASN1:INTEGER:60
[staff]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
1.2.250.1.71.1.2.2 = ASN1:INTEGER:2
[signature]
basicConstraints = CA:FALSE
keyUsage = critical,nonRepudiation
extendedKeyUsage = emailProtection
[responder]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
[false_ca]
basicConstraints = CA:TRUE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
C
: > index.txt
echo 1000 > serial

# key NAME
key() { openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" 2>/dev/null || openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" 2>/dev/null; }

# authority NAME CN
authority() {
  key "$1"
  openssl req -config openssl.cnf -utf8 -new -x509 -days 3650 -key "$1.key" -out "$1.pem" -extensions authority \
    -subj "/C=FR/O=ASIP-SANTE/OU=0002 187512751/OU=IGC-SANTE TEST/CN=$2"
}

# certificate NAME KEY AUTHORITY SECTION SUBJECT [FROM UNTIL]
certificate() {
  openssl req -config openssl.cnf -utf8 -new -key "$2.key" -out "$1.csr" -subj "$5"
  openssl ca -config openssl.cnf -utf8 -batch -notext -preserveDN -in "$1.csr" -out "$1.pem" -cert "$3.pem" \
    -keyfile "$3.key" -extensions "$4" -startdate "${6:-200101000000Z}" -enddate "${7:-350101000000Z}" 2>/dev/null
  openssl x509 -in "$1.pem" -outform DER -out "$1.der"
}

authority persons 'TEST AC IGC-SANTE FORT PERSONNES'
openssl x509 -in persons.pem -outform DER -out persons.der
authority organisations 'TEST AC IGC-SANTE FORT ORGANISATIONS'
key alice
key alice-sign
key bruno
doctor='/C=FR/title=Médecin/GN=ALICE+CN=899700218896+SN=ESSAI'
certificate alice alice persons auth "$doctor"
certificate alice-sign alice-sign persons signature "$doctor"
certificate bruno bruno persons nurse '/C=FR/title=Infirmier/GN=BRUNO+CN=899700218904+SN=TEST'
certificate expired alice persons auth "$doctor" 200101000000Z 210101000000Z
certificate future alice persons auth "$doctor" 340101000000Z 350101000000Z
certificate organisation alice organisations auth "$doctor"
# The same person's next card, and who answers whether a card was revoked (`openssl ocsp`).
key renewed
certificate renewed renewed persons auth "$doctor"
key responder
certificate responder responder persons responder '/C=FR/O=ASIP-SANTE/OU=0002 187512751/CN=TEST OCSP IGC-SANTE'
certificate false-ca alice persons false_ca "$doctor"
certificate staff alice persons staff '/C=FR/O=CABINET/GN=CLAIRE+CN=30B0057881\/CPET0002+SN=ESSAI'
certificate adeli alice persons auth '/C=FR/title=Médecin/GN=ALICE+CN=0123456789+SN=ESSAI'
# DER sorts a SET by length first: here the surname stands before the given name.
certificate order alice persons auth '/C=FR/title=Médecin/GN=MARIE-FRANÇOISE+CN=899700218896+SN=LI'
