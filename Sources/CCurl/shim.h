#pragma once
#include <curl/curl.h>

// Swift calls no variadic function: one line for each shape of option.
static inline CURLcode sharewell_set_long(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode sharewell_set_text(CURL *handle, CURLoption option, const char *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode sharewell_set_list(CURL *handle, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode sharewell_set_data(CURL *handle, CURLoption option, void *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode sharewell_set_callback(CURL *handle, CURLoption option, size_t (*value)(char *, size_t, size_t, void *)) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode sharewell_get_long(CURL *handle, CURLINFO option, long *value) { return curl_easy_getinfo(handle, option, value); }
