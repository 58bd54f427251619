"""Runs one function on Python: asks the runtime API for events, hands them to the handler, answers."""
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

BASE = "/2018-06-01/runtime"


class RuntimeFailure(Exception):
    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = kind
        self.trace = list(trace)


class Api:
    def __init__(self, address):
        self._address = address
        self._connection = None

    def call(self, method, path, body=None, headers=None):
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(self._address)
            self._connection.request(method, BASE + path, body=body, headers=headers or {})
            answer = self._connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            os._exit(1)  # the server is gone: so are we

    def fail(self, path, failure):
        text = json.dumps(failure)
        self.call("POST", path, text.encode(), {
            "Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": failure["errorType"]})


class Context:
    def __init__(self, headers):
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.client_context = None
        self.identity = None

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


class OneLine:
    """Makes one write of several lines one line of the log: the reader turns carriage returns back."""

    @staticmethod
    def write(text):
        sys.stdout.write(text.replace("\n", "\r") + "\n")
        sys.stdout.flush()


class LogHandler(logging.Handler):
    request_id = ""

    def emit(self, record):
        record.aws_request_id = LogHandler.request_id
        OneLine.write(self.format(record))


def load():
    name = os.environ.get("_HANDLER", "")
    if "." not in name:
        raise RuntimeFailure("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name, function_name = name.rsplit(".", 1)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFailure(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}", frames(error)) from None
    except SyntaxError as error:
        raise RuntimeFailure(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}",
            [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}\n']) from None
    handler = getattr(module, function_name, None)
    if not callable(handler):
        raise RuntimeFailure("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return handler


def frames(error):
    mine = os.path.abspath(__file__)
    entries = [frame for frame in traceback.extract_tb(error.__traceback__)
               if frame.filename != mine and "importlib" not in frame.filename]
    return traceback.format_list(entries)


def describe(error, request_id=None):
    if isinstance(error, RuntimeFailure):
        failure = {"errorMessage": str(error), "errorType": error.kind, "stackTrace": error.trace}
    else:
        failure = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": frames(error)}
    failure["requestId"] = request_id or ""
    OneLine.write(f"[ERROR] {failure['errorType']}: {failure['errorMessage']}"
                  + ("\nTraceback (most recent call last):\n" + "".join(failure["stackTrace"]) if failure["stackTrace"] else ""))
    return failure


def main():
    api = Api(os.environ["AWS_LAMBDA_RUNTIME_API"])
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    handler_for_logs = LogHandler()
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler_for_logs.setFormatter(formatter)
    logging.getLogger().addHandler(handler_for_logs)
    try:
        handler = load()
    except BaseException as error:  # a module may even call sys.exit
        api.fail("/init/error", describe(error))
        sys.exit(1)
    while True:
        status, headers, body = api.call("GET", "/invocation/next")
        if status != 200:
            sys.exit(1)
        request_id = LogHandler.request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            try:
                event = json.loads(body)
            except ValueError as error:
                raise RuntimeFailure("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None
            result = handler(event, Context(headers))
            try:
                answer = json.dumps(result)
            except (TypeError, ValueError, OverflowError) as error:
                raise RuntimeFailure("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
        except Exception as error:
            api.fail(f"/invocation/{request_id}/error", describe(error, request_id))
        else:
            sys.stdout.flush()
            api.call("POST", f"/invocation/{request_id}/response", answer.encode(), {"Content-Type": "application/json"})


# The handler's own imports of __main__ must find the module that runs.
if __name__ == "__main__":
    main()
