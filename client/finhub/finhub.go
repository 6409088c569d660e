// Package finhub speaks the wire format of FinHub FinCard Virtual. Its documents have two dialects, the narrative pages and the
// generated ones; requests follow the narrative pages, and answers are understood in both.
package finhub

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"cardwallet/client"
	"cardwallet/client/pace"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// DefaultBaseURL is the sandbox host (FinHub overview page).
const DefaultBaseURL = "https://sandbox.finhub.cloud/api/v2.1/fincard/virtual"

// Options are what an account at FinHub needs. There are three ways to sign in: Token; else SessionURL with Username and Password;
// else LoginURL with Email and Password.
type Options struct {
	Profile  string // the account's name, for errors and cards
	BaseURL  string // default DefaultBaseURL
	TenantID string

	LoginURL   string // default /api/auth/login on BaseURL's host (FinHub authentication page)
	Email      string
	SessionURL string // …/organization/ORG/users/USER/sessions (the vendor's Postman collection)
	Username   string // for SessionURL; default Email
	// Password is asked for at each login. What it returns is wiped after use, so it must be a Secret of its own each time.
	Password func(context.Context) (crypto.Secret, error)
	// Token gives a bearer token that was issued elsewhere. It is asked for once; the driver owns and wipes what it returns.
	Token func(context.Context) (crypto.Secret, error)

	Opener client.Opener // opens sealed card data; nil: it stays sealed
	OTPTTL time.Duration // how long a code lives where FinHub sends no expiry; default 5 min
	// CardIDs are asked for one by one where FinHub has no card list: only one of its documents knows that endpoint.
	CardIDs []string

	// Headers that FinHub requires on every request (FinHub authentication page).
	ClientIP string // X-Forwarded-For; default 127.0.0.1
	Service  string // X-Forwarded-From; default cardwallet
	Platform string // platform: web, ios or android; default web
	DeviceID string // deviceId, any stable id; default cardwallet

	PageSize      int         // cards and records in one request, 1 to 100; default 100, and 10 where FinHub refuses that
	RatePerMinute int         // requests in any 60 s; 0 is no limit: FinHub documents none
	Budget        pace.Budget // shares that limit with other processes; default none
	Now           func() time.Time
	Debug         *slog.Logger // redacted log of requests; nil: none
	Timeouts      transport.Timeouts
}

// Driver is one account at FinHub. It is safe for concurrent use.
type Driver struct {
	transport.Connection

	options  Options
	api      *transport.Client
	loginURL *url.URL
	size     atomic.Int64 // of a page
	types    typeCache
	seen     *transport.CodeRecords
}

var (
	_ client.Issuer        = (*Driver)(nil)
	_ client.CodeFeed      = (*Driver)(nil)
	_ client.Catalog       = (*Driver)(nil)
	_ client.Mover         = (*Driver)(nil)
	_ client.ChangeChecker = (*Driver)(nil)
	_ client.Recorder      = (*Driver)(nil)
	_ client.HolderMaker   = (*Driver)(nil)
	_ client.Previewer     = (*Driver)(nil)
	_ client.OrderReader   = (*Driver)(nil)
	_ client.Clocked       = (*Driver)(nil)
	_ client.Session       = (*Driver)(nil)
	_ client.PartLister    = (*Driver)(nil)
	_ client.PartChecker   = (*Driver)(nil)
	_ client.StatusRuler   = (*Driver)(nil)
	_ client.RecordTyper   = (*Driver)(nil)
	_ client.Paced         = (*Driver)(nil)
	_ client.Sampler       = (*Driver)(nil)
)

// New checks the options. Nothing is sent and no secret is asked for before the first call.
func New(o Options) (*Driver, error) {
	base, err := transport.ParseBase(cmp.Or(o.BaseURL, DefaultBaseURL))
	if err != nil {
		return nil, err
	}
	if o.TenantID == "" {
		return nil, errors.New("tenant_id is missing")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.OTPTTL = cmp.Or(o.OTPTTL, 5*time.Minute)
	o.Username = cmp.Or(o.Username, o.Email)
	d := &Driver{options: o, types: newTypeCache(), seen: transport.NewCodeRecords()}
	d.size.Store(int64(min(max(cmp.Or(o.PageSize, maxPage), 1), maxPage)))
	auth, err := d.auth(base)
	if err != nil {
		return nil, err
	}
	d.api = transport.New(transport.Options{
		Profile: o.Profile,
		BaseURL: base,
		Header: http.Header{
			"X-Tenant-ID":      {o.TenantID},
			"X-Forwarded-For":  {cmp.Or(o.ClientIP, "127.0.0.1")},
			"X-Forwarded-From": {cmp.Or(o.Service, "cardwallet")},
			"platform":         {cmp.Or(o.Platform, "web")},
			"deviceId":         {cmp.Or(o.DeviceID, "cardwallet")},
			"User-Agent":       {"cardwallet"},
		},
		Auth:      auth,
		PerMinute: o.RatePerMinute,
		Budget:    o.Budget,
		RateKey:   o.TenantID + "\x00" + o.Username, // a token is only one of many that the account gets
		Unwrap:    unwrap,
		Classify:  classify,
		Proving:   provingWords,
		Rejected:  rejected,
		Now:       o.Now,
		Debug:     o.Debug,
		Timeouts:  o.Timeouts,
	})
	d.Connection = d.api
	return d, nil
}

// read asks for something that changes nothing. Every FinHub endpoint is POST, reads included (FinHub overview page).
func (d *Driver) read(ctx context.Context, op, path string, body, out any) error {
	asked, _ := body.(map[string]any)
	_, card := asked["cardNo"]
	call := transport.Call{Op: op, Method: http.MethodPost, Path: strings.Split(path, "/"), Body: body, Card: card, Read: true}
	return d.api.Do(ctx, call, out)
}
