// What Pangea uses of OpenSSL's libcrypto.
#include <openssl/evp.h>
