// libcurl's type checks are macros over constant options; the functions below have types instead.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Swift calls no variadic function: one for each type of argument.

static inline CURLcode assay_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode assay_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode assay_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode assay_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode assay_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// For CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION, whose types are one.
static inline CURLcode assay_curl_set_data_function(
    CURL *handle, CURLoption option, size_t (*function)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(handle, option, function);
}

static inline CURLcode assay_curl_set_prereq_function(CURL *handle, int (*function)(void *, char *, char *, int, int)) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode assay_curl_set_socket_functions(
    CURL *handle, curl_socket_t (*open)(void *, curlsocktype, struct curl_sockaddr *), int (*close)(void *, curl_socket_t)) {
    CURLcode outcome = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
    return outcome != CURLE_OK ? outcome : curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, close);
}

static inline CURLcode assay_curl_get_socket(CURL *handle, curl_socket_t *value) {
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}

static inline CURLcode assay_curl_set_debug_function(
    CURL *handle, int (*function)(CURL *, curl_infotype, char *, size_t, void *)) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}

static inline CURLcode assay_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode assay_curl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode assay_curl_get_string(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode assay_curl_get_list(CURL *handle, CURLINFO info, struct curl_slist **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode assay_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The function is told for which events of which socket libcurl waits.
static inline CURLMcode assay_curl_multi_set_socket_function(
    CURLM *multi, void *context, int (*function)(CURL *, curl_socket_t, int, void *, void *)) {
    CURLMcode outcome = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, function);
    return outcome != CURLM_OK ? outcome : curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
}

// The handle and the outcome of a transfer that ended; NULL when none has.
static inline CURL *assay_curl_multi_next_ended(CURLM *multi, CURLcode *outcome) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *outcome = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

// libcurl defines it as a cast, which Swift does not import.
static const long assay_curl_auth_digest = (long)CURLAUTH_DIGEST;
