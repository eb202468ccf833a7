#include <gmime/gmime.h>

// GObject's casts and checks are macros over macros, which Swift does not import.

typedef enum {
    ASSAY_MIME_LEAF,
    ASSAY_MIME_MULTIPART,
    ASSAY_MIME_MESSAGE,
    ASSAY_MIME_OTHER,
} AssayMimeKind;

static inline AssayMimeKind assay_mime_kind(GMimeObject *object) {
    if (GMIME_IS_MULTIPART(object)) return ASSAY_MIME_MULTIPART;
    if (GMIME_IS_MESSAGE_PART(object)) return ASSAY_MIME_MESSAGE;
    return GMIME_IS_PART(object) ? ASSAY_MIME_LEAF : ASSAY_MIME_OTHER;
}

static inline GMimePart *assay_mime_part(GMimeObject *object) { return GMIME_PART(object); }

static inline int assay_mime_count(GMimeObject *multipart) {
    return g_mime_multipart_get_count(GMIME_MULTIPART(multipart));
}

// What stands before the first part; NULL when nothing does.
static inline const char *assay_mime_prologue(GMimeObject *multipart) {
    return g_mime_multipart_get_prologue(GMIME_MULTIPART(multipart));
}

// Borrowed from the multipart.
static inline GMimeObject *assay_mime_child(GMimeObject *multipart, int index) {
    return g_mime_multipart_get_part(GMIME_MULTIPART(multipart), index);
}

// NULL when the part holds nothing readable.
static inline GMimeObject *assay_mime_inner_message(GMimeObject *part) {
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
    return message ? GMIME_OBJECT(message) : NULL;
}

static inline GMimeObject *assay_mime_object(void *object) { return GMIME_OBJECT(object); }

// The address alone; NULL for a group.
static inline const char *assay_mime_mailbox(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)) : NULL;
}

// The same with the domain in ASCII.
static inline const char *assay_mime_ascii_mailbox(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(address)) : NULL;
}

// NULL for a mailbox.
static inline InternetAddressList *assay_mime_group_members(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address) ? internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)) : NULL;
}

// What was written to a stream that g_mime_stream_mem_new() made; it stays the stream's.
static inline GByteArray *assay_mime_written(GMimeStream *memory) {
    return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
}

// The value as it is: GMime writes one of its own for what it takes for a content type.
static inline void assay_mime_set_raw_header(GMimeObject *object, const char *name, const char *raw_value) {
    g_mime_object_set_header(object, name, "", NULL);
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
    if (header) g_mime_header_set_raw_value(header, raw_value);
}

static inline void assay_mime_append_raw_header(GMimeObject *object, const char *name, const char *raw_value) {
    g_mime_object_append_header(object, name, "", NULL);
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    GMimeHeader *header = g_mime_header_list_get_header_at(list, g_mime_header_list_get_count(list) - 1);
    if (header) g_mime_header_set_raw_value(header, raw_value);
}
