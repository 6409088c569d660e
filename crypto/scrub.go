package crypto

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
	"unsafe"
)

// Scrub overwrites what secrets left behind in memory that nothing uses any more. A Secret is wiped, but drawing, copying, sending
// and decoding make strings and buffers that cannot be. The garbage collector frees them without overwriting them, and Go zeroes
// memory only when it gives it out again: so all free memory is given out once, and then back to the system.
//
// It takes some tens of milliseconds of processor time, more with a large heap, so it belongs where nobody waits. Drop the last
// references before, also those of caches and connections. It does its best and promises nothing: what is on the stack of a running
// goroutine stays.
func Scrub() {
	scrubbing.Lock()
	defer scrubbing.Unlock()
	// Each processor keeps some free memory and ended goroutines for itself, out of reach of the others. Without them it gives all back.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	dropTimers()
	// What a sync.Pool holds is freed by the second collection after its last use. Each one also moves goroutines that use little of
	// their stack to a smaller one, which must not lie in old memory: most of it is not overwritten.
	for range 6 {
		takeStacks(1024, 1<<10)
		takeStacks(128, stackDepth)
		freePages()
	}
	takeGaps()
	freePages()
}

var scrubbing sync.Mutex

// dropTimers makes the scheduler let go of stopped timers. It keeps them, with all that their functions refer to, such as a closed
// connection with its buffers, until they are more than a quarter of all.
func dropTimers() {
	var more [256]*time.Timer
	for i := range more {
		more[i] = time.AfterFunc(time.Hour, func() {})
	}
	for _, timer := range more {
		timer.Stop()
	}
	time.Sleep(time.Millisecond) // it looks at them when it has nothing else to do
}

// takeGaps overwrites what is free between objects in use.
func takeGaps() {
	// After a collection the allocator does not look for every gap, but takes a new page when it has searched for a while.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, size := range objectSizes() {
		takeFree[byte](size)
		takeFree[*byte]((size + 7) / 8) // objects with pointers are kept apart from those without
	}
}

// objectSizes are the sizes in which the allocator keeps free memory apart, in bytes. Larger objects go back to the system whole.
func objectSizes() []int {
	const largest = 32 << 10
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	var sizes []int
	last := 0
	for _, class := range stats.BySize {
		if last = int(class.Size); last > 0 {
			sizes = append(sizes, last)
		}
	}
	for last += 512; last <= largest; last += 512 { // the table ends before the sizes do
		sizes = append(sizes, last)
	}
	return sizes
}

// takeFree allocates objects of n elements until they no longer fill the gaps between others.
func takeFree[T any](n int) {
	const batch, most = 64 << 10, 64 << 20 // bytes
	size := n * int(unsafe.Sizeof(*new(T)))
	var held [][][]T // until the end, or the same gaps would be filled again and again
	for taken, fresh := 0, 0; taken < most && fresh < 2; taken += batch {
		objects := make([][]T, batch/size)
		gaps := freeInUse()
		for i := range objects {
			objects[i] = make([]T, n)
		}
		held = append(held, objects)
		if filled := gaps - freeInUse(); filled < batch/4 { // the figures lag behind, so once is not enough
			fresh++
		}
	}
	runtime.KeepAlive(held)
}

// freeInUse is how much memory is free between objects in use, in bytes.
func freeInUse() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// freePages gives all free pages back to the system, and overwrites those that the processor keeps for itself, at most 64. The next
// ones that it gets come from the system.
func freePages() {
	debug.FreeOSMemory()
	const page = 8 << 10
	var held [96][]byte
	for i := range held {
		held[i] = make([]byte, page)
	}
	runtime.KeepAlive(held)
}

// takeStacks overwrites that much of so many stacks at once.
func takeStacks(goroutines, bytes int) {
	var deep, done sync.WaitGroup
	deep.Add(goroutines)
	for range goroutines {
		done.Go(func() {
			overwriteStack(bytes)
			deep.Done()
			deep.Wait() // with its stack, so that the next one takes another
		})
	}
	done.Wait()
}

// stackDepth is how much of a stack is overwritten, in bytes. What handles secrets stays above.
const stackDepth = 32 << 10

// ScrubStack overwrites what functions that have returned left on the stack of the calling goroutine, 32 KiB of it: at the end of a
// goroutine that handled secrets, since the next one gets its stack as it is.
func ScrubStack() { overwriteStack(stackDepth) }

// overwriteStack takes small frames: a stack that is too small for the next one is given back with the rest as it is.
//
//go:noinline
func overwriteStack(bytes int) byte {
	var frame [64]byte
	if bytes > len(frame) {
		frame[bytes%len(frame)] = overwriteStack(bytes - len(frame))
	}
	return frame[(bytes+1)%len(frame)]
}
