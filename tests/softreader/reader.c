/* A reader for the cards that SoftHSM plays: a PKCS#11 module (OASIS PKCS #11 v2.40) that passes
 * every call on, but for cards that were taken out. $SCELLE_READER holds a file for each card,
 * named by its label: an even number is in, an odd one out, and every number but the one at which a
 * session was opened has ended it. Log-ins and signatures are written down in $SCELLE_READER/calls,
 * by name alone. $SCELLE_SOFTHSM is the module behind. For tests only. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long ulong;
typedef ulong call();

enum { OK = 0, DEVICE_REMOVED = 0x32, TOKEN_NOT_PRESENT = 0xE0, GENERAL_ERROR = 5 };
enum {
  GET_FUNCTION_LIST = 3, GET_SLOT_INFO = 5, GET_TOKEN_INFO = 6, OPEN_SESSION = 12, GET_SESSION_INFO = 15,
  LOG_IN = 18, GET_ATTRIBUTE_VALUE = 24, FIND_OBJECTS_INIT = 26, SIGN_INIT = 42, SIGN = 43, FUNCTIONS = 68
};

struct functions {
  unsigned char version[2];
  call *list[FUNCTIONS];
};

static struct functions own, *behind;
static struct { ulong session, slot; long at; } open_sessions[64];

static long number_of(ulong slot) {
  char info[512] = {0}, label[33] = {0}, path[4096];
  long number = 0;
  if (behind->list[GET_TOKEN_INFO](slot, info) != OK) return 0;
  memcpy(label, info, 32);
  for (int i = 31; i >= 0 && label[i] == ' '; i--) label[i] = 0;
  const char *folder = getenv("SCELLE_READER");
  snprintf(path, sizeof path, "%s/%s", folder ? folder : "/nonexistent", label);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  if (fscanf(file, "%ld", &number) != 1) number = 0;
  fclose(file);
  return number;
}

static int is_over(ulong session) {
  for (int i = 0; i < 64; i++)
    if (open_sessions[i].session == session && session) return number_of(open_sessions[i].slot) != open_sessions[i].at;
  return 0;
}

static void write_down(const char *name) {
  char path[4096];
  const char *folder = getenv("SCELLE_READER");
  snprintf(path, sizeof path, "%s/calls", folder ? folder : "/nonexistent");
  FILE *file = fopen(path, "a");
  if (!file) return;
  fprintf(file, "%s\n", name);
  fclose(file);
}

static ulong get_slot_info(ulong slot, char *info) {
  ulong said = behind->list[GET_SLOT_INFO](slot, info);
  if (said == OK && number_of(slot) % 2) *(ulong *)(info + 96) &= ~1UL; /* CKF_TOKEN_PRESENT */
  return said;
}

static ulong get_token_info(ulong slot, void *info) {
  return number_of(slot) % 2 ? TOKEN_NOT_PRESENT : behind->list[GET_TOKEN_INFO](slot, info);
}

static ulong open_session(ulong slot, ulong flags, void *app, void *notify, ulong *session) {
  long at = number_of(slot);
  if (at % 2) return TOKEN_NOT_PRESENT;
  ulong said = behind->list[OPEN_SESSION](slot, flags, app, notify, session);
  for (int i = 0; said == OK && i < 64; i++)
    if (!open_sessions[i].session || open_sessions[i].session == *session || is_over(open_sessions[i].session)) {
      open_sessions[i].session = *session, open_sessions[i].slot = slot, open_sessions[i].at = at;
      break;
    }
  return said;
}

static ulong get_session_info(ulong session, void *info) {
  return is_over(session) ? DEVICE_REMOVED : behind->list[GET_SESSION_INFO](session, info);
}

static ulong log_in(ulong session, ulong who, void *pin, ulong length) {
  write_down("login");
  return is_over(session) ? DEVICE_REMOVED : behind->list[LOG_IN](session, who, pin, length);
}

static ulong get_attribute_value(ulong session, ulong object, void *template, ulong count) {
  return is_over(session) ? DEVICE_REMOVED : behind->list[GET_ATTRIBUTE_VALUE](session, object, template, count);
}

static ulong find_objects_init(ulong session, void *template, ulong count) {
  return is_over(session) ? DEVICE_REMOVED : behind->list[FIND_OBJECTS_INIT](session, template, count);
}

static ulong sign_init(ulong session, void *mechanism, ulong key) {
  return is_over(session) ? DEVICE_REMOVED : behind->list[SIGN_INIT](session, mechanism, key);
}

static ulong sign(ulong session, void *data, ulong length, void *signature, ulong *room) {
  if (signature) write_down("sign");
  return is_over(session) ? DEVICE_REMOVED : behind->list[SIGN](session, data, length, signature, room);
}

ulong C_GetFunctionList(struct functions **list) {
  const char *path = getenv("SCELLE_SOFTHSM");
  void *module = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  ulong (*get)(struct functions **) = module ? (ulong (*)(struct functions **))dlsym(module, "C_GetFunctionList") : NULL;
  if (!get || get(&behind) != OK) return GENERAL_ERROR;
  own = *behind;
  own.list[GET_FUNCTION_LIST] = (call *)C_GetFunctionList;
  own.list[GET_SLOT_INFO] = (call *)get_slot_info;
  own.list[GET_TOKEN_INFO] = (call *)get_token_info;
  own.list[OPEN_SESSION] = (call *)open_session;
  own.list[GET_SESSION_INFO] = (call *)get_session_info;
  own.list[LOG_IN] = (call *)log_in;
  own.list[GET_ATTRIBUTE_VALUE] = (call *)get_attribute_value;
  own.list[FIND_OBJECTS_INIT] = (call *)find_objects_init;
  own.list[SIGN_INIT] = (call *)sign_init;
  own.list[SIGN] = (call *)sign;
  *list = &own;
  return OK;
}
