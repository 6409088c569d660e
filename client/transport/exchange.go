package transport

import (
	"context"
	"net/http"
	"net/url"
)

// maxBody is the largest answer that is read, in bytes.
const maxBody = 4 << 20

// Request is one HTTP request on its way down the layers.
type Request struct {
	Op     string // what is being done, for errors and the debug log
	Method string
	URL    *url.URL
	Header http.Header
	Body   []byte // JSON; nil for none
	Key    string // stands for the credentials that the issuer counts requests by, and does not show them
}

// Response is a whole answer: its body has been read.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Doer sends one request. Each layer is a Doer around the next. A Doer that cannot get a whole answer returns a *client.Error; an
// answer with any HTTP status is a Response.
type Doer func(ctx context.Context, req *Request) (*Response, error)
