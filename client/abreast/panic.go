package abreast

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

// Panics brings a panic from the goroutine where it happened to the one that waits for that. By itself it would end the program with Go's
// own trace, which can hold a PAN, and leave the terminal as it is. The zero Panics is ready.
type Panics struct {
	mu    sync.Mutex
	first *Panic
}

// Panic is what Raise panics with: another goroutine's panic.
type Panic struct {
	cause any
	calls []uintptr
}

// Cause is what that goroutine panicked with. It can be a value that nobody may see.
func (p *Panic) Cause() any { return p.cause }

// Calls are the calls that led to it, as runtime.Callers gives them.
func (p *Panic) Calls() []uintptr { return p.calls }

// String names its type and its calls, without values: it is what Go prints where nobody recovers.
func (p *Panic) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%T in another goroutine", p.cause)
	frames := runtime.CallersFrames(p.calls)
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		fmt.Fprintf(&b, "\n\t%s:%d", frame.Function, frame.Line)
	}
	return b.String()
}

// Catch keeps the panic of a goroutine for Raise. The goroutine defers it.
func (p *Panics) Catch() {
	cause := recover()
	if cause == nil {
		return
	}
	caught, ok := cause.(*Panic) // of a goroutine that this one waited for
	if !ok {
		calls := make([]uintptr, 64)
		caught = &Panic{cause, calls[:runtime.Callers(1, calls)]}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.first == nil {
		p.first = caught
	}
}

// Raise panics here where one of the goroutines did. They have to have ended.
func (p *Panics) Raise() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.first != nil {
		panic(p.first)
	}
}
