// Package aurex speaks the wire format of Aurex: cards below a user, bearer key, card data in the clear.
package aurex

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"cardwallet/client"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// DefaultBaseURL is the production host; there is no sandbox (Aurex API overview).
const DefaultBaseURL = "https://aurex.cash/api/dashboard"

// currency is what amounts are in unless an answer says otherwise (the vendor's own client documentation).
const currency = "USD"

// Options are what an account at Aurex needs.
type Options struct {
	Profile string // the account's name, for errors and cards
	BaseURL string // default DefaultBaseURL
	UserID  string // whose cards these are
	// APIKey is asked for when it is first needed, and again after Forget; the driver owns and wipes what it returns.
	APIKey func(context.Context) (crypto.Secret, error)
	OTPTTL time.Duration // how long a code lives where Aurex sends no expiry; default 5 min
	// RatePerMinute is how many requests the key may make in any 60 s; default 60 (Aurex API overview), negative for no limit.
	RatePerMinute int
	Now           func() time.Time
	Debug         *slog.Logger // redacted log of requests; nil: none
	Timeouts      transport.Timeouts
}

// Driver is one account at Aurex. It is safe for concurrent use.
type Driver struct {
	options Options
	api     *transport.Client
	seen    *transport.Sightings
}

var (
	_ client.Issuer    = (*Driver)(nil)
	_ client.Catalog   = (*Driver)(nil)
	_ client.Mover     = (*Driver)(nil)
	_ client.Previewer = (*Driver)(nil)
	_ client.Observer  = (*Driver)(nil)
	_ client.Clocked   = (*Driver)(nil)
	_ client.Recorder  = (*Driver)(nil)
	_ client.Depositor = (*Driver)(nil)
)

// New checks the options. Nothing is sent and no secret is asked for before the first call.
func New(o Options) (*Driver, error) {
	base, err := transport.ParseBase(cmp.Or(o.BaseURL, DefaultBaseURL))
	if err != nil {
		return nil, err
	}
	if o.UserID == "" {
		return nil, errors.New("user_id is missing")
	}
	if o.APIKey == nil {
		return nil, errors.New("api_key is missing")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.OTPTTL = cmp.Or(o.OTPTTL, 5*time.Minute)
	d := &Driver{options: o, seen: transport.NewSightings()}
	d.api = transport.New(transport.Options{
		Profile:   o.Profile,
		BaseURL:   base,
		Header:    http.Header{"User-Agent": {"cardwallet"}},
		Auth:      transport.NewStaticSession(o.Now, o.APIKey),
		PerMinute: cmp.Or(o.RatePerMinute, 60),
		Unwrap:    transport.SuccessEnvelope,
		Classify:  classify,
		Now:       o.Now,
		Debug:     o.Debug,
		Timeouts:  o.Timeouts,
	})
	return d, nil
}

// ClockOffset is Aurex's time minus local time; 0 before the first answer.
func (d *Driver) ClockOffset() time.Duration { return d.api.ClockOffset() }

// ClockKnown reports whether an answer told Aurex's time.
func (d *Driver) ClockKnown() bool { return d.api.ClockKnown() }

// PerMinute is how many requests this driver sends to Aurex in any 60 s; 0 for no limit.
func (d *Driver) PerMinute() int { return d.api.PerMinute() }

// Forget wipes the key from memory.
func (d *Driver) Forget() { d.api.Forget() }

// Disconnect closes idle connections, whose buffers hold the end of the last answer: card data comes in the clear.
func (d *Driver) Disconnect() { d.api.Disconnect() }

// Close wipes the key and closes idle connections.
func (d *Driver) Close() { d.api.Close() }

func (d *Driver) get(ctx context.Context, op string, query map[string][]string, out any, path ...string) error {
	call := transport.Call{Op: op, Method: http.MethodGet, Path: append([]string{"users", d.options.UserID}, path...), Query: query,
		Card: len(path) > 1 || query["cardId"] != nil, Read: true}
	return d.api.Do(ctx, call, out)
}

// garbage is the error for an answer that contradicts the question.
func (d *Driver) garbage(op, text string) error {
	return &client.Error{Kind: client.ErrGarbage, Profile: d.options.Profile, Op: op, Cause: errors.New(text)}
}

// classify tells insufficient balance from other conflicts: both are HTTP 409 (Aurex API overview), and some sources say 422. Only the
// text tells which.
func classify(_ transport.Call, status int, a transport.Answer) error {
	if (status == http.StatusConflict || status == http.StatusUnprocessableEntity) && transport.SaysInsufficient(a.Message) {
		return client.ErrInsufficient
	}
	return nil
}
