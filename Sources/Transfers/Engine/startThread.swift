#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

private final class ThreadBody {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

/// Runs `body` on a new thread that takes no signals: those are for the threads that know what to do with them, and a write to a
/// closed connection returns an error instead of ending the process.
///
/// - Returns: Whether there is such a thread.
func startThread(_ body: sending @escaping () -> Void) -> Bool {
    let context = unsafe Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    // A new thread has the mask of the one that starts it.
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    #if canImport(Darwin)
        var thread: pthread_t?
    #else
        var thread = pthread_t()
    #endif
    let status = unsafe pthread_create(
        &thread, nil,
        { context in
            #if canImport(Darwin)
                unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
            #else
                if let context = unsafe context { unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
            #endif
            return nil
        }, context)
    guard status == 0 else {
        unsafe Unmanaged<ThreadBody>.fromOpaque(context).release()
        return false
    }
    #if canImport(Darwin)
        if let thread = unsafe thread { unsafe pthread_detach(thread) }
    #else
        pthread_detach(thread)
    #endif
    return true
}
