#!/bin/sh
# Signs programs and packages for Windows, and reads each signature back: sign.sh FILE...
# MDT_ALPR_SIGNING_CERTIFICATE names the agency's certificate with its key (PKCS #12),
# MDT_ALPR_SIGNING_PASSWORD the file with its password, MDT_ALPR_SIGNING_CA the certificates that
# vouch for it (else those of this system), MDT_ALPR_TIMESTAMP the address of a time stamp server.
set -eu
given=${MDT_ALPR_SIGNING_CERTIFICATE:-}
[ -n "$given" ] || { echo "not signed: MDT_ALPR_SIGNING_CERTIFICATE names no certificate" >&2; exit 1; }
[ -r "$given" ] || { echo "not signed: $given cannot be read" >&2; exit 1; }
[ -r "${MDT_ALPR_SIGNING_PASSWORD:-}" ] || {
    echo "not signed: MDT_ALPR_SIGNING_PASSWORD names no file with the certificate's password" >&2
    exit 1
}
command -v osslsigncode >/dev/null || { echo "not signed: osslsigncode is missing" >&2; exit 1; }
for file in "$@"; do
    signed=$file.signed
    rm -f "$signed"
    osslsigncode sign -pkcs12 "$given" -readpass "$MDT_ALPR_SIGNING_PASSWORD" -h sha256 \
        -n "MDT ALPR" ${MDT_ALPR_TIMESTAMP:+-ts "$MDT_ALPR_TIMESTAMP"} \
        -in "$file" -out "$signed" >&2
    if ! osslsigncode verify \
        -CAfile "${MDT_ALPR_SIGNING_CA:-/etc/ssl/certs/ca-certificates.crt}" -in "$signed" >&2; then
        rm -f "$signed"
        echo "not signed: nobody that this system knows vouches for the certificate" >&2
        exit 1
    fi
    mv "$signed" "$file"
    echo "signed: $file"
done
[ -n "${MDT_ALPR_TIMESTAMP:-}" ] ||
    echo "no time stamp: the signatures end with the certificate (MDT_ALPR_TIMESTAMP)" >&2
