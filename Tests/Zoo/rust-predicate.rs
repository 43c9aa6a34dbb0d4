//! A predicate in Rust, with nothing but the language: whether a record's value is a text or bytes of an even length.
//! What it needs of `millrace.h` is written down by hand; a larger plugin would let bindgen do that.

use std::os::raw::c_void;
use std::ptr;

#[repr(C)]
#[derive(Clone, Copy)]
struct Text {
    data: *const u8,
    length: usize,
}

const fn text(literal: &'static str) -> Text {
    Text { data: literal.as_ptr(), length: literal.len() }
}

const NO_TEXT: Text = Text { data: ptr::null(), length: 0 };

#[repr(C)]
struct Value {
    kind: u32,
    length: u32,
    payload: u64,
}

/// The members up to the value: records lie `record_size` bytes apart, whatever follows.
#[repr(C)]
struct Record {
    flags: u32,
    partition: i32,
    timestamp: i64,
    timestamp_type: u8,
    reserved: [u8; 3],
    header_count: u32,
    topic: Text,
    key_schema: *const c_void,
    value_schema: *const c_void,
    key: Value,
    value: Value,
}

#[repr(C)]
struct Batch {
    size: u32,
    record_size: u32,
    records: *const u8,
    count: u32,
}

#[repr(C)]
struct Error {
    size: u32,
    message: *mut u8,
    capacity: usize,
    length: usize,
}

#[repr(C)]
struct PredicateFunctions {
    size: u32,
    reserved: u32,
    create: extern "C" fn(*const c_void, *const c_void, *mut *mut c_void, *mut Error) -> i32,
    destroy: extern "C" fn(*mut c_void),
    configure: extern "C" fn(*mut c_void, *const c_void, *mut Error) -> i32,
    test: unsafe extern "C" fn(*mut c_void, *const Batch, *mut u32, *mut u8, *mut Error) -> i32,
}

#[repr(C)]
struct Descriptor {
    size: u32,
    kind: u32,
    class_name: Text,
    version: Text,
    documentation: Text,
    aliases: *const Text,
    alias_count: u64,
    config: *const c_void,
    functions: *const PredicateFunctions,
    context: *const c_void,
}

#[repr(C)]
struct Plugin {
    size: u32,
    abi_major: u16,
    abi_minor: u16,
    runtime: Text,
    descriptors: *const *const Descriptor,
    descriptor_count: u64,
    extension: *const c_void,
}

/// Static data that is never written to, whatever it points to.
struct Shared<T>(T);
unsafe impl<T> Sync for Shared<T> {}

extern "C" fn create(_: *const c_void, _: *const c_void, place: *mut *mut c_void, _: *mut Error) -> i32 {
    unsafe { *place = ptr::null_mut() };
    0
}

extern "C" fn destroy(_: *mut c_void) {}

extern "C" fn configure(_: *mut c_void, _: *const c_void, _: *mut Error) -> i32 {
    0
}

const DROPPED: u32 = 4;
const STRING: u32 = 8;
const BYTES: u32 = 9;
const BAD_DATA: i32 = 2;

unsafe extern "C" fn test(
    _: *mut c_void, batch: *const Batch, index: *mut u32, results: *mut u8, error: *mut Error,
) -> i32 {
    while *index < (*batch).count {
        let place = *index as usize;
        let record = &*((*batch).records.add(place * (*batch).record_size as usize) as *const Record);
        if record.flags & DROPPED == 0 {
            if record.value.kind != STRING && record.value.kind != BYTES {
                let message = b"neither a text nor bytes";
                let length = message.len().min((*error).capacity);
                ptr::copy_nonoverlapping(message.as_ptr(), (*error).message, length);
                (*error).length = length;
                return BAD_DATA;
            }
            *results.add(place) = (record.value.length % 2 == 0) as u8;
        }
        *index += 1;
    }
    0
}

static FUNCTIONS: PredicateFunctions = PredicateFunctions {
    size: std::mem::size_of::<PredicateFunctions>() as u32,
    reserved: 0,
    create,
    destroy,
    configure,
    test,
};

static DESCRIPTOR: Shared<Descriptor> = Shared(Descriptor {
    size: std::mem::size_of::<Descriptor>() as u32,
    kind: 6,
    class_name: text("zoo.EvenLength"),
    version: text("1.0"),
    documentation: text("Whether a value has an even length."),
    aliases: ptr::null(),
    alias_count: 0,
    config: ptr::null(),
    functions: &FUNCTIONS,
    context: ptr::null(),
});

static DESCRIPTORS: Shared<[*const Descriptor; 1]> = Shared([&DESCRIPTOR.0]);

static PLUGIN: Shared<Plugin> = Shared(Plugin {
    size: std::mem::size_of::<Plugin>() as u32,
    abi_major: 0,
    abi_minor: 3,
    runtime: NO_TEXT,
    descriptors: DESCRIPTORS.0.as_ptr(),
    descriptor_count: 1,
    extension: ptr::null(),
});

#[no_mangle]
pub extern "C" fn millrace_plugin_entry() -> *const c_void {
    &PLUGIN.0 as *const Plugin as *const c_void
}
