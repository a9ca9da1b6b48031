// What Pangea uses of OpenSSL's libcrypto.
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// A macro that Swift can't read: how names are printed, by RFC 2253 with control characters escaped.
static const unsigned long NAME_FORMAT_RFC2253 = XN_FLAG_RFC2253;
