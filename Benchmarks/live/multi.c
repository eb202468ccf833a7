/* multi REQUESTS INFLIGHT URL FILE: that many GETs over the multi interface of libcurl, always so many in flight, on kept connections.
 * Each answer has to be a 200 of application/json whose body is the file's. What a loop that does nothing else takes: the floor for
 * everything that uses libcurl. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct answer {
    size_t length;
    char body[16384];
};

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
    struct answer *answer = context;
    size_t length = size * count;
    if (length > sizeof answer->body - answer->length) return 0;
    memcpy(answer->body + answer->length, bytes, length);
    answer->length += length;
    return length;
}

static int is_due(CURL *easy, const struct answer *answer, const struct answer *due) {
    long status = 0;
    const char *type = NULL;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    return status == 200 && type != NULL && strcmp(type, "application/json") == 0 && answer->length == due->length &&
           memcmp(answer->body, due->body, due->length) == 0;
}

int main(int count, char **words) {
    if (count != 5) return 2;
    const long requests = atol(words[1]), inflight = atol(words[2]);
    static struct answer due;
    FILE *file = fopen(words[4], "rb");
    if (file == NULL || requests < inflight || inflight < 1) return 2;
    due.length = fread(due.body, 1, sizeof due.body, file);
    fclose(file);

    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    struct answer *answers = calloc((size_t)inflight, sizeof *answers);
    for (long i = 0; i < inflight; i++) {
        CURL *easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, words[3]);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answers[i]);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, &answers[i]);
        curl_multi_add_handle(multi, easy);
    }
    long begun = inflight, ended = 0, wrong = 0;
    while (ended < requests) {
        int running, queued;
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &queued)) != NULL;) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL *easy = message->easy_handle;
            struct answer *answer;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &answer);
            if (message->data.result != CURLE_OK || !is_due(easy, answer, &due)) wrong++;
            ended++;
            answer->length = 0;
            curl_multi_remove_handle(multi, easy);
            if (begun < requests) {
                begun++;
                curl_multi_add_handle(multi, easy);
            } else {
                curl_easy_cleanup(easy);
            }
        }
        if (ended < requests) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    curl_multi_cleanup(multi);
    free(answers);
    if (wrong > 0) fprintf(stderr, "%ld of %ld answers are not as due\n", wrong, requests);
    return wrong > 0;
}
