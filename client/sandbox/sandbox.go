// Package sandbox simulates the three issuers: FinHub, Aurex and Linora as HTTP servers on loopback, with a world of
// cards, wallets, purchases and one-time passwords behind them.
//
// It is an independent reading of the issuers' documents and shares no code with the drivers: what both agree on, two
// readers found in the documents. It is stricter than an issuer is likely to be, so that what passes here passes there.
// Where the documents are silent (most of Linora) the code says what was assumed. It has the endpoints and filters that the wallet asks
// for, and refuses all others.
//
// The world runs on [Options.Now] and a seed. Nothing happens on timers: each request first lets everything happen that
// was due since the one before. The same seed, clock and order of requests give the same bytes, except for the random
// padding of sealed values. [Fault] describes what can be made to go wrong.
package sandbox

import (
	"cmp"
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// The names of the issuers, as a configuration and a fault write them.
const (
	IssuerFinHub = "finhub"
	IssuerAurex  = "aurex"
	IssuerLinora = "linora"
)

// Issuers lists the simulated issuers in the order of their ports.
var Issuers = []string{IssuerFinHub, IssuerAurex, IssuerLinora}

// Options set up a Sandbox. The zero value is a complete one: a free port for each issuer, the wall clock, a small world.
type Options struct {
	// Listen is host:port of the first issuer; the others follow on the next ports. Port 0, the default with
	// 127.0.0.1, gives each a free one. Only a loopback address is accepted.
	Listen string
	// Seed chooses the world: ids, numbers, merchants, amounts.
	Seed uint64
	// Now is the clock of the issuers; nil is time.Now. It must be safe for concurrent use.
	Now func() time.Time

	// FinHubKey is the public key that the client registered with FinHub. Without one FinHub refuses to show what it seals.
	FinHubKey *rsa.PublicKey
	// FinHubKeyFrom gives that key instead of FinHubKey, when something is sealed first: making one takes a while, which a
	// program that starts should not wait for. It is asked again while it gives nil.
	FinHubKeyFrom func() *rsa.PublicKey
	// Padding says how FinHub seals; the default is the documented PKCS #1 v1.5.
	Padding Padding
	// PlainActivateURL sends the redemption link of gift cards unsealed: the documents leave that open.
	PlainActivateURL bool

	// Cards is how many cards each issuer holds; 0 gives 12 at FinHub, 4 at Aurex and 3 at Linora.
	Cards int
	// PurchaseEvery is the time from one purchase to the next, the issuers taking turns; 0 leaves purchases to Purchase.
	PurchaseEvery time.Duration
	// StepDelay is how long a FinHub operation stays in wait_process and then in processing; 0 is 1.5 s, negative is none.
	StepDelay time.Duration
	// OTPTTL is how long a code lives; 0 is 5 min.
	OTPTTL time.Duration
	// TokenTTL is how long a FinHub token lives; 0 is the documented hour.
	TokenTTL time.Duration
	// RateLimit is how many requests a minute an Aurex or Linora key may make; 0 is the documented 60, negative is no limit.
	RateLimit int
	// Rate is how many requests in any 60 s each issuer answers, whatever they are; those above it get a 429 with Retry-After. It takes the
	// place of RateLimit; 0 leaves that.
	Rate int

	// OldestFirst turns the order of FinHub's records around: it is not documented.
	OldestFirst bool
	// ListActivations shows activations in FinHub's operation records: the documents do not name them among the types there.
	ListActivations bool
	// NoCode404 answers 404 where Aurex and Linora have no code yet, instead of 200 with a null one: neither is documented.
	NoCode404 bool
	// LinoraCode chooses how Linora names and dates a one-time password: nothing about it is documented.
	LinoraCode CodeForm
	// Hostile gives a merchant and a card name terminal escapes, a bidi override and a carriage return.
	Hostile bool

	// Faults are there from the start; SetFault adds others later.
	Faults []Fault
}

// Endpoint is where an issuer is reached and with what.
type Endpoint struct {
	Issuer  string // "finhub", "aurex", "linora"
	BaseURL string // without a trailing slash

	// FinHub only: two ways to a token, and what they ask for. The session takes Email as its username.
	LoginURL   string
	SessionURL string
	TenantID   string
	Email      string
	Password   string

	// Aurex and Linora only.
	UserID string
	APIKey string
}

// Sandbox is the three issuers. Its methods are safe for concurrent use.
type Sandbox struct {
	opts   Options
	sites  map[string]*site
	finhub *finhub
	faults *faultSet
	seen   *requestLog

	done      chan struct{}
	closeOnce sync.Once
	servers   []*http.Server
	serving   sync.WaitGroup
	stopCtx   func() bool
}

// site is one issuer as the HTTP front sees it.
type site struct {
	name     string
	book     *book
	limit    rateLimit
	endpoint Endpoint
	base     string // path prefix, cut off before faults are matched
	serve    func(*call) answer
	failure  func(status int, text string) answer // an error in the issuer's own form
}

// leastKeyBits is the smallest key that can be registered: the platform itself gives out 1024-bit ones.
const leastKeyBits = 1024

// New builds the world without listening; Handler serves it.
func New(opts Options) (*Sandbox, error) {
	if opts.Cards < 0 {
		return nil, fmt.Errorf("sandbox: %d cards", opts.Cards)
	}
	if opts.Rate < 0 {
		return nil, fmt.Errorf("sandbox: a rate of %d requests", opts.Rate)
	}
	if opts.FinHubKey != nil && opts.FinHubKey.N.BitLen() < leastKeyBits {
		return nil, fmt.Errorf("sandbox: a %d-bit key cannot be registered\nuse %d bits or more", opts.FinHubKey.N.BitLen(), leastKeyBits)
	}
	opts.fill()
	s := &Sandbox{opts: opts, sites: map[string]*site{}, seen: &requestLog{}, done: make(chan struct{})}
	s.faults = newFaultSet(opts.Seed, opts.Now)
	for _, f := range opts.Faults {
		if err := s.SetFault(f); err != nil {
			return nil, err
		}
	}
	s.finhub = newFinHub(opts)
	s.sites[IssuerFinHub] = s.finhub.site()
	s.sites[IssuerAurex] = newDashboard(opts, aurexTerms()).site()
	s.sites[IssuerLinora] = newDashboard(opts, linoraTerms(opts.LinoraCode)).site()
	for _, at := range s.sites {
		at.limit.perMinute = opts.Rate
	}
	return s, nil
}

func (o *Options) fill() {
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	if o.Now == nil {
		o.Now = time.Now
	}
	o.StepDelay = max(0, cmp.Or(o.StepDelay, 1500*time.Millisecond))
	o.OTPTTL = cmp.Or(o.OTPTTL, 5*time.Minute)
	o.TokenTTL = cmp.Or(o.TokenTTL, time.Hour)
	o.RateLimit = cmp.Or(o.RateLimit, 60)
	if o.Rate > 0 {
		o.RateLimit = -1
	}
}

// Start builds the world and serves it. It stops when ctx is done or Close is called; call Close in either case.
func Start(ctx context.Context, opts Options) (*Sandbox, error) {
	s, err := New(opts)
	if err != nil {
		return nil, err
	}
	listeners, err := listen(ctx, s.opts.Listen)
	if err != nil {
		return nil, err
	}
	for i, name := range Issuers {
		s.serveOn(listeners[i], s.sites[name])
	}
	s.stopCtx = context.AfterFunc(ctx, func() { s.shut() })
	return s, nil
}

// listen opens one loopback listener for each issuer, or none.
func listen(ctx context.Context, address string) ([]net.Listener, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("sandbox: listen address %q: %w\nwrite it as 127.0.0.1:8080", address, err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil || port < 0 || port > 65535-len(Issuers) {
		return nil, fmt.Errorf("sandbox: port %q\n"+
			"it is a number up to %d, because the issuers take %d ports in a row", portText, 65535-len(Issuers), len(Issuers))
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("sandbox: %q is not a loopback address\nthe sandbox has no TLS and known passwords: use 127.0.0.1", host)
	}
	var open []net.Listener
	for i := range Issuers {
		p := port
		if port != 0 {
			p += i
		}
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(p)))
		if err != nil {
			for _, o := range open {
				err = errors.Join(err, o.Close())
			}
			return nil, fmt.Errorf("sandbox: %w\nchoose another address, or port 0 for free ones", err)
		}
		open = append(open, l)
	}
	return open, nil
}

func (s *Sandbox) serveOn(l net.Listener, at *site) {
	root := "http://" + l.Addr().String()
	e := &at.endpoint
	e.BaseURL = root + e.BaseURL
	if e.LoginURL != "" {
		e.LoginURL, e.SessionURL = root+e.LoginURL, root+e.SessionURL
	}
	server := &http.Server{
		Handler:           s.Handler(at.name),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      2 * time.Minute, // longer than any latency that a fault may ask for
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10,
		// A screen may be up in this process: nothing is written to it.
		ErrorLog: log.New(io.Discard, "", 0),
		// Connections are counted, because closing a server does not wait for what runs on them.
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				s.serving.Add(1)
			case http.StateClosed, http.StateHijacked:
				s.serving.Done()
			}
		},
	}
	s.servers = append(s.servers, server)
	s.serving.Go(func() { _ = server.Serve(l) }) // ends with ErrServerClosed
}

// FinHub is the endpoint of FinHub. Before Start, and with New, its addresses are paths.
func (s *Sandbox) FinHub() Endpoint { return s.sites[IssuerFinHub].endpoint }

// Aurex is the endpoint of Aurex.
func (s *Sandbox) Aurex() Endpoint { return s.sites[IssuerAurex].endpoint }

// Linora is the endpoint of Linora.
func (s *Sandbox) Linora() Endpoint { return s.sites[IssuerLinora].endpoint }

// Close stops the servers at once, breaking what is still being answered, and waits until nothing of them runs.
func (s *Sandbox) Close() error {
	if s.stopCtx != nil {
		s.stopCtx()
	}
	err := s.shut()
	s.serving.Wait()
	return err
}

func (s *Sandbox) shut() error {
	var err error
	s.closeOnce.Do(func() {
		close(s.done)
		for _, server := range s.servers {
			err = errors.Join(err, server.Close())
		}
	})
	return err
}
