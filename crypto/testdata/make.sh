#!/bin/sh
# Makes every fixture of this directory anew with openssl 3 (and ssh-keygen for one refused key).
# The keys protect nothing: they exist for these tests only.
set -eu
cd "$(dirname "$0")"
rm -rf keys refused sealed
mkdir keys refused sealed
pass=pass:'correct horse'

# Keys that must be read. rsa2048 comes in every form.
for bits in 1024 2048 3072 4096; do
	openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:$bits -out keys/rsa$bits.pem
done
k=keys/rsa2048.pem
openssl rsa -in $k -traditional -out keys/rsa2048-pkcs1.pem 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in $k -outform DER -out keys/rsa2048-pkcs8.der
openssl rsa -in $k -traditional -outform DER -out keys/rsa2048-pkcs1.der 2>/dev/null
openssl rsa -in $k -traditional -des -provider legacy -provider default -passout "$pass" -out keys/rsa2048-legacy-des.pem 2>/dev/null
for c in des3 aes128 aes192 aes256; do
	openssl rsa -in $k -traditional -$c -passout "$pass" -out keys/rsa2048-legacy-$c.pem 2>/dev/null
done
for c in aes-128-cbc aes-192-cbc aes-256-cbc des3; do
	openssl pkcs8 -topk8 -v2 $c -passout "$pass" -in $k -out keys/rsa2048-pbes2-$c.pem
done
for h in SHA1 SHA224 SHA256 SHA384 SHA512; do
	openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWith$h -passout "$pass" -in $k -out keys/rsa2048-pbes2-hmac-$h.pem
done
openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -passout "$pass" -in $k -out keys/rsa2048-pbes2-600000.pem
openssl pkcs8 -topk8 -scrypt -passout "$pass" -in $k -out keys/rsa2048-scrypt.pem
openssl pkcs8 -topk8 -v2 aes-256-cbc -passout "$pass" -in $k -outform DER -out keys/rsa2048-pbes2.der
openssl genrsa -primes 3 -out keys/rsa2048-three-primes.pem 2048 2>/dev/null

# Public halves, to compare with.
for bits in 1024 2048 3072 4096; do
	openssl pkey -in keys/rsa$bits.pem -pubout -out keys/rsa$bits.pub
done

# The first 128 bits of the SHA-256 of the public half, in groups of four digits.
openssl pkey -in $k -pubout -outform DER | sha256sum | cut -c1-32 | sed 's/..../&-/g; s/-$//; s/^/SHA256:/' >keys/rsa2048.fingerprint

# Files that must be refused, each with its own message.
openssl genrsa -out refused/rsa512.pem 512 2>/dev/null
openssl pkcs8 -topk8 -v2 aes-256-cbc -passout "$pass" -in refused/rsa512.pem -out refused/rsa512-pbes2.pem
openssl ecparam -name prime256v1 -genkey -out refused/ec-sec1.pem
openssl pkcs8 -topk8 -nocrypt -in refused/ec-sec1.pem -out refused/ec-pkcs8.pem
openssl ec -in refused/ec-sec1.pem -aes256 -passout "$pass" -out refused/ec-legacy.pem 2>/dev/null
openssl genpkey -quiet -algorithm ed25519 -out refused/ed25519.pem
openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out refused/rsa-pss.pem
openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout "$pass" -in $k -out refused/rsa2048-pbes1.pem
openssl pkcs8 -topk8 -v2 aria-256-cbc -passout "$pass" -in $k -out refused/rsa2048-aria.pem
openssl rsa -in $k -traditional -camellia256 -passout "$pass" -out refused/rsa2048-legacy-camellia.pem 2>/dev/null
openssl pkey -in $k -pubout -out refused/public.pem
openssl rsa -in $k -RSAPublicKey_out -out refused/public-pkcs1.pem 2>/dev/null
openssl req -new -x509 -key $k -subj /CN=test -days 36500 -out refused/certificate.pem
openssl req -new -key $k -subj /CN=test -out refused/request.pem
openssl pkcs12 -export -nocerts -inkey $k -passout "$pass" -out refused/rsa2048.p12
ssh-keygen -q -t rsa -b 2048 -N '' -C test -f refused/openssh.pem && rm refused/openssh.pem.pub

# Sealed values: seal BITS NAME TEXT PKEYOPT... one base64 line for TEXT in one block.
seal() {
	bits=$1 name=$2 text=$3
	shift 3
	opts=
	for o in "$@"; do opts="$opts -pkeyopt $o"; done
	# shellcheck disable=SC2086
	printf %s "$text" | openssl pkeyutl -encrypt -pubin -inkey keys/rsa$bits.pub $opts | openssl base64 -A >sealed/$bits-$name.txt
}
for bits in 1024 2048 3072 4096; do
	seal $bits pkcs1v15 4111111111111111 rsa_padding_mode:pkcs1
	seal $bits oaep-sha1 4111111111111111 rsa_padding_mode:oaep
	seal $bits oaep-sha256 4111111111111111 rsa_padding_mode:oaep rsa_oaep_md:sha256 rsa_mgf1_md:sha256
	seal $bits oaep-sha256-mgf1-sha1 4111111111111111 rsa_padding_mode:oaep rsa_oaep_md:sha256 rsa_mgf1_md:sha1
done
seal 2048 empty '' rsa_padding_mode:pkcs1
# A value with both of the characters that encodings damage, several times.
until grep -q '+.*+.*+.*/' sealed/2048-lively.txt 2>/dev/null; do
	seal 2048 lively 4111111111111111 rsa_padding_mode:pkcs1
done

# Several blocks: the 300 digits 123456789012…, cut to what a block holds, each block sealed, then one base64 of all.
text=$(i=0; while [ $i -lt 30 ]; do printf 1234567890; i=$((i + 1)); done)
sealblocks() {
	bits=$1 name=$2 width=$3
	shift 3
	opts=
	for o in "$@"; do opts="$opts -pkeyopt $o"; done
	printf '%s\n' "$text" | fold -w "$width" | while read -r part; do
		# shellcheck disable=SC2086
		printf %s "$part" | openssl pkeyutl -encrypt -pubin -inkey keys/rsa$bits.pub $opts
	done | openssl base64 -A >sealed/$bits-$name.txt
}
sealblocks 1024 pkcs1v15-blocks 117 rsa_padding_mode:pkcs1
sealblocks 2048 pkcs1v15-blocks 245 rsa_padding_mode:pkcs1
sealblocks 1024 oaep-sha1-blocks 86 rsa_padding_mode:oaep
sealblocks 1024 oaep-sha256-blocks 62 rsa_padding_mode:oaep rsa_oaep_md:sha256 rsa_mgf1_md:sha256
sealblocks 2048 oaep-sha256-mgf1-sha1-blocks 190 rsa_padding_mode:oaep rsa_oaep_md:sha256 rsa_mgf1_md:sha1
