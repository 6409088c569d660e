// Package dashboard is the flow that Aurex and Linora share: cards below a user, an API key, a wallet that pays. What an issuer
// writes on the wire is its Dialect, which stands in its own package: the day one of the two changes its format, the other stays as it is.
package dashboard

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"cardwallet/client"
	"cardwallet/client/pace"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// Options are what an account needs.
type Options struct {
	Profile string // the account's name, for errors and cards
	BaseURL string // mandatory here; an issuer that publishes one has it as its default
	UserID  string // whose cards these are
	// APIKey is asked for when it is first needed, and again after Forget; the driver owns and wipes what it returns.
	APIKey     func(context.Context) (crypto.Secret, error)
	AuthHeader string // where the key goes; default "Authorization: Bearer KEY"
	AuthScheme string // before the key in AuthHeader; empty: the key alone
	// Paths replaces paths of the dialect by name: wallet, cards, card, topup, transactions, otp, deposits. They follow BaseURL and may
	// hold {userId} and {cardId}.
	Paths map[string]string

	Opener client.Opener // opens card data that comes sealed, where a dialect takes it; nil: it stays sealed
	OTPTTL time.Duration // how long a code lives where the issuer sends no expiry; default 5 min
	// RatePerMinute is how many requests the key may make in any 60 s; default 60, negative for no limit.
	RatePerMinute int
	Budget        pace.Budget // shares that limit with other processes; default none
	Now           func() time.Time
	Debug         *slog.Logger // redacted log of requests; nil: none
	Timeouts      transport.Timeouts
}

// Driver is one account. It is safe for concurrent use.
type Driver struct {
	transport.Connection

	options Options
	dialect Dialect
	api     *transport.Client
	paths   map[string]string
	seen    *transport.Sightings
}

var (
	_ client.Issuer       = (*Driver)(nil)
	_ client.Mover        = (*Driver)(nil)
	_ client.Previewer    = (*Driver)(nil)
	_ client.Observer     = (*Driver)(nil)
	_ client.Clocked      = (*Driver)(nil)
	_ client.Session      = (*Driver)(nil)
	_ client.PartLister   = (*Driver)(nil)
	_ client.StatusRuler  = (*Driver)(nil)
	_ client.Disconnector = (*Driver)(nil)
	_ client.Paced        = (*Driver)(nil)
	_ client.Recorder     = (*Driver)(nil)
	_ client.Depositor    = (*Driver)(nil)
)

// New checks the options. Nothing is sent and no secret is asked for before the first call.
func New(o Options, dialect Dialect) (*Driver, error) {
	base, err := transport.ParseBase(o.BaseURL)
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
	d := &Driver{options: o, dialect: dialect, paths: maps.Clone(dialect.Paths), seen: transport.NewSightings()}
	maps.Copy(d.paths, o.Paths)
	for _, name := range slices.Sorted(maps.Keys(dialect.Paths)) {
		if _, err := d.call("", name, "id"); err != nil {
			return nil, err
		}
	}
	auth := transport.NewStaticSession(o.Now, o.APIKey)
	if o.AuthHeader != "" {
		auth.In(o.AuthHeader, o.AuthScheme)
	}
	d.api = transport.New(transport.Options{
		Profile:   o.Profile,
		BaseURL:   base,
		Header:    http.Header{"User-Agent": {"cardwallet"}},
		Auth:      auth,
		PerMinute: cmp.Or(o.RatePerMinute, 60),
		Budget:    o.Budget,
		Unwrap:    dialect.Unwrap,
		Classify:  dialect.Classify,
		Proving:   dialect.Proving,
		Now:       o.Now,
		Debug:     o.Debug,
		Timeouts:  o.Timeouts,
	})
	d.Connection = d.api
	return d, nil
}

// Profile is the account's name.
func (d *Driver) Profile() string { return d.options.Profile }

// Disconnect closes idle connections, whose buffers hold the end of the last answer: card data comes in the clear.
func (d *Driver) Disconnect() { d.api.Disconnect() }

// call is a request by the name of its path; cardID is empty where it is about no card that there is.
func (d *Driver) call(op, path, cardID string) (transport.Call, error) {
	call, err := transport.Expand(d.paths[path], map[string]string{"userId": d.options.UserID, "cardId": cardID})
	call.Op, call.Method, call.Card = op, http.MethodPost, slices.Contains(pathsOfACard, path)
	return call, err
}

// get reads what is at the path of that name.
func (d *Driver) get(ctx context.Context, op, path, cardID string) ask {
	return d.page(ctx, op, path, cardID, 0, 0)
}

// page reads a part of a list; limit 0 asks for no part.
func (d *Driver) page(ctx context.Context, op, path, cardID string, limit, offset int) ask {
	return func(out any) error {
		call, err := d.call(op, path, cardID)
		if err != nil {
			return err
		}
		if limit > 0 {
			call.Query["limit"], call.Query["offset"] = []string{strconv.Itoa(limit)}, []string{strconv.Itoa(offset)}
		}
		call.Method, call.Read = http.MethodGet, true
		return d.api.Do(ctx, call, out)
	}
}

// send sends a call once.
func (d *Driver) send(ctx context.Context, call transport.Call) ask {
	return func(out any) error { return d.api.Do(ctx, call, out) }
}

// money is an amount in the currency of the answer, or else the dialect's.
func (d *Driver) money(amount transport.Amount, code string) client.Money {
	return amount.Money(cmp.Or(code, d.dialect.Currency))
}
