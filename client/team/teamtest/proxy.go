package teamtest

import (
	"context"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Proxy is a way to the server that can fail.
type Proxy struct {
	listener net.Listener
	server   string
	address  url.URL

	mu      sync.Mutex
	moved   *sync.Cond // the state changed
	state   state
	turns   int // how often a client asked and got an answer
	open    map[net.Conn]bool
	running sync.WaitGroup
}

type state int

const (
	whole   state = iota
	cut           // connections break, and new ones too
	stalled       // nothing comes through, and nothing breaks
)

// NewProxy listens on loopback before the server of a URL until the test ends.
func NewProxy(t testing.TB, address string) *Proxy {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{server: u.Host, address: *u, open: map[net.Conn]bool{}}
	p.moved = sync.NewCond(&p.mu)
	if p.listener, err = new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	p.running.Go(p.accept)
	t.Cleanup(func() {
		_ = p.listener.Close()
		p.Cut()
		p.running.Wait()
	})
	return p
}

// URL is that of the database, by way of the proxy.
func (p *Proxy) URL() string {
	u := p.address
	u.Host = p.listener.Addr().String()
	return u.String()
}

// Cut breaks all connections, and every new one until Heal.
func (p *Proxy) Cut() { p.become(cut) }

// Stall holds back all that is sent until Heal. Nobody is told.
func (p *Proxy) Stall() { p.become(stalled) }

// Heal lets everything through.
func (p *Proxy) Heal() { p.become(whole) }

func (p *Proxy) become(s state) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = s
	if s == cut {
		for c := range p.open {
			_ = c.Close()
		}
		clear(p.open)
	}
	p.moved.Broadcast()
}

func (p *Proxy) accept() {
	for {
		in, err := p.listener.Accept()
		if err != nil {
			return
		}
		if !p.keep(in) {
			continue
		}
		out, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.server)
		if err != nil {
			_ = in.Close()
			continue
		}
		if !p.keep(out) {
			_ = in.Close()
			continue
		}
		asked := false
		p.running.Go(func() { p.pass(out, in, func() { asked = true }) })
		p.running.Go(func() {
			p.pass(in, out, func() {
				if asked {
					asked = false
					p.turns++
				}
			})
		})
	}
}

// keep notes a connection, or closes it where none is let through.
func (p *Proxy) keep(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state == cut {
		_ = c.Close()
		return false
	}
	p.open[c] = true
	return true
}

// Turns is how often somebody asked and got an answer so far, with all that was asked at once: how often the way there and back was waited
// for.
func (p *Proxy) Turns() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.turns
}

// pass copies one direction until either side ends. seen is called for each piece, with the lock held.
func (p *Proxy) pass(to, from net.Conn, seen func()) {
	defer func() { _, _ = to.Close(), from.Close() }()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && p.through(seen) {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// through waits while everything is held back, and reports whether something may pass.
func (p *Proxy) through(seen func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen()
	for p.state == stalled {
		p.moved.Wait()
	}
	return p.state == whole
}
