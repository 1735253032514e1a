// One HashiCorp Vault server for tests: Vault's own core and HTTP handler over its file storage,
// on loopback, with KV, AppRole, Kubernetes and token sign-in. It starts sealed, as vault does.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/hashicorp/go-hclog"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/physical/file"
	"github.com/hashicorp/vault/vault"
)

type options struct {
	storage     string
	port        int
	certificate string
	key         string
	readyFile   string
}

func main() {
	var chosen options
	flag.StringVar(&chosen.storage, "storage", "", "folder of the data, made when it isn't there")
	flag.IntVar(&chosen.port, "port", 0, "port on loopback; 0 lets the system choose")
	flag.StringVar(&chosen.certificate, "certificate", "", "PEM chain; without it, plain HTTP")
	flag.StringVar(&chosen.key, "key", "", "PEM key of the certificate")
	flag.StringVar(&chosen.readyFile, "ready-file", "", "gets port and pid once it listens")
	flag.Parse()
	if err := run(chosen); err != nil {
		fmt.Fprintln(os.Stderr, "vault-server:", err)
		os.Exit(1)
	}
}

// run serves until SIGTERM or SIGINT, then seals the core, which writes what is pending.
func run(chosen options) error {
	if chosen.storage == "" {
		return errors.New("--storage wants a folder")
	}
	if (chosen.certificate == "") != (chosen.key == "") {
		return errors.New("--certificate and --key go together")
	}
	asked, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(chosen.port)))
	if err != nil {
		return err
	}
	core, err := newCore(chosen.storage, baseAddress(chosen, listener))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler(core), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- serve(server, listener, chosen) }()
	if chosen.readyFile != "" {
		if err := writeReady(chosen.readyFile, listener); err != nil {
			return err
		}
	}
	select {
	case err := <-ended:
		return err
	case <-asked.Done():
	}
	drained, cancelDrain := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancelDrain()
	if err := server.Shutdown(drained); err != nil {
		server.Close()
	}
	return core.Shutdown()
}

// newCore gives a core over the data of a folder. BuiltinRegistry must be there: without it the
// first mount panics.
func newCore(storage, address string) (*vault.Core, error) {
	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Debug, Output: os.Stderr})
	data, err := file.NewFileBackend(map[string]string{"path": storage}, logger.Named("storage"))
	if err != nil {
		return nil, err
	}
	return vault.NewCore(&vault.CoreConfig{
		Physical:           data,
		StorageType:        "file",
		LogicalBackends:    secretEngines,
		CredentialBackends: signIns,
		AuditBackends:      audits,
		BuiltinRegistry:    builtins{},
		RedirectAddr:       address,
		DisableMlock:       true,
		Logger:             logger,
	})
}

// handler is Vault's own. ListenerConfig must be there: without it a request panics.
func handler(core *vault.Core) http.Handler {
	return vaulthttp.Handler.Handler(&vault.HandlerProperties{
		Core:           core,
		ListenerConfig: &configutil.Listener{},
	})
}

func serve(server *http.Server, listener net.Listener, chosen options) error {
	if chosen.certificate == "" {
		return server.Serve(listener)
	}
	return server.ServeTLS(listener, chosen.certificate, chosen.key)
}

func baseAddress(chosen options, listener net.Listener) string {
	scheme := "http"
	if chosen.certificate != "" {
		scheme = "https"
	}
	return scheme + "://" + listener.Addr().String()
}

// writeReady puts the whole file in its place at once, so that a reader never sees half of it.
func writeReady(path string, listener net.Listener) error {
	text, err := json.Marshal(map[string]int{
		"port": listener.Addr().(*net.TCPAddr).Port,
		"pid":  os.Getpid(),
	})
	if err != nil {
		return err
	}
	partial := path + ".partial"
	if err := os.WriteFile(partial, append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(partial, path)
}
