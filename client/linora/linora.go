// Package linora speaks to Linora, by inference. Linora documents what its cards API does, but no base URL, path, header or body. Its
// documents share tree, vocabulary and errors with those of Aurex, so this driver takes the wire format to be Aurex's, with the base
// URL mandatory, every path replaceable, and answers read tolerantly. What follows from that alone is marked "inferred".
//
// Much here is as in package aurex, on purpose: the day one of the two issuers changes its wire format, the other's driver stays as it is.
package linora

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
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// currency is inferred: what amounts are in unless an answer says otherwise.
const currency = "USD"

// defaultPaths are inferred: those of Aurex.
var defaultPaths = map[string]string{
	"wallet": "/users/{userId}/wallet",
	"cards":  "/users/{userId}/cards",
	"card":   "/users/{userId}/cards/{cardId}",
	"topup":  "/users/{userId}/cards/{cardId}/topup",
	"otp":    "/users/{userId}/otp?cardId={cardId}",

	"deposits":     "/users/{userId}/deposits",
	"transactions": "/users/{userId}/cards/{cardId}/transactions",
}

// Options are what an account at Linora needs.
type Options struct {
	Profile string // the account's name, for errors and cards
	BaseURL string // mandatory: Linora publishes none
	UserID  string // whose cards these are
	// APIKey is asked for when it is first needed, and again after Forget; the driver owns and wipes what it returns.
	APIKey     func(context.Context) (crypto.Secret, error)
	AuthHeader string // where the key goes; default "Authorization: Bearer KEY", inferred
	AuthScheme string // before the key in AuthHeader; empty: the key alone
	// Paths replaces path templates by name: wallet, cards, card, topup, transactions, otp, deposits. They follow BaseURL and may hold
	// {userId} and {cardId}.
	Paths map[string]string

	Opener client.Opener // opens card data that comes sealed: plain card data is inferred; nil: it stays sealed
	OTPTTL time.Duration // how long a code lives where Linora sends no expiry; default 5 min
	// RatePerMinute is how many requests the key may make in any 60 s; default 60, inferred; negative for no limit.
	RatePerMinute int
	Now           func() time.Time
	Debug         *slog.Logger // redacted log of requests; nil: none
	Timeouts      transport.Timeouts
}

// Driver is one account at Linora. It is safe for concurrent use.
type Driver struct {
	options Options
	api     *transport.Client
	paths   map[string]string
	seen    *transport.Sightings
}

var (
	_ client.Issuer    = (*Driver)(nil)
	_ client.Mover     = (*Driver)(nil)
	_ client.Previewer = (*Driver)(nil)
	_ client.Observer  = (*Driver)(nil)
	_ client.Clocked   = (*Driver)(nil)
	_ client.Recorder  = (*Driver)(nil)
	_ client.Depositor = (*Driver)(nil)
)

// New checks the options. Nothing is sent and no secret is asked for before the first call.
func New(o Options) (*Driver, error) {
	if o.BaseURL == "" {
		return nil, errors.New("base_url is missing\nlinora publishes no address: ask linora for yours")
	}
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
	d := &Driver{options: o, paths: maps.Clone(defaultPaths), seen: transport.NewSightings()}
	maps.Copy(d.paths, o.Paths)
	for _, name := range slices.Sorted(maps.Keys(defaultPaths)) {
		if _, err := d.expand(name, "id"); err != nil {
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
		Unwrap:    unwrap,
		Classify:  classify,
		Now:       o.Now,
		Debug:     o.Debug,
		Timeouts:  o.Timeouts,
	})
	return d, nil
}

// ClockOffset is Linora's time minus local time; 0 before the first answer.
func (d *Driver) ClockOffset() time.Duration { return d.api.ClockOffset() }

// ClockKnown reports whether an answer told Linora's time.
func (d *Driver) ClockKnown() bool { return d.api.ClockKnown() }

// PerMinute is how many requests this driver sends to Linora in any 60 s; 0 for no limit.
func (d *Driver) PerMinute() int { return d.api.PerMinute() }

// Forget wipes the key from memory.
func (d *Driver) Forget() { d.api.Forget() }

// Disconnect closes idle connections, whose buffers hold the end of the last answer: card data comes in the clear.
func (d *Driver) Disconnect() { d.api.Disconnect() }

// Close wipes the key and closes idle connections.
func (d *Driver) Close() { d.api.Close() }

func (d *Driver) expand(name, cardID string) (transport.Call, error) {
	return transport.Expand(d.paths[name], map[string]string{"userId": d.options.UserID, "cardId": cardID})
}

// get reads by the name of a path.
func (d *Driver) get(ctx context.Context, op, name, cardID string, out any) error {
	return d.page(ctx, op, name, cardID, 0, 0, out)
}

// page reads a part of a list; limit 0 asks for no part.
func (d *Driver) page(ctx context.Context, op, name, cardID string, limit, offset int, out any) error {
	call, err := d.expand(name, cardID)
	if err != nil {
		return err
	}
	if limit > 0 {
		call.Query["limit"], call.Query["offset"] = []string{strconv.Itoa(limit)}, []string{strconv.Itoa(offset)}
	}
	call.Op, call.Method, call.Card, call.Read = op, http.MethodGet, cardID != "", true
	return d.api.Do(ctx, call, out)
}

// garbage is the error for an answer that contradicts the question.
func (d *Driver) garbage(op, text string) error {
	return &client.Error{Kind: client.ErrGarbage, Profile: d.options.Profile, Op: op, Cause: errors.New(text)}
}
