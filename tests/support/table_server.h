#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <atomic>
#include <mutex>

namespace forewatch::test {

/// A web server on this machine's loopback with one table, in a thread of its own, that fails in the ways that tests ask for.
class TableServer
{
public:
    explicit TableServer(QByteArray table) : m_table(std::move(table))
    {
        m_thread.start();
        m_server.moveToThread(&m_thread);
        open(0);
    }

    ~TableServer()
    {
        close();
        m_thread.quit();
        m_thread.wait();
    }

    QString address() const { return QStringLiteral("http://127.0.0.1:%1/crime/table.csv").arg(m_port); }

    void setTable(const QByteArray &table)
    {
        const std::scoped_lock lock(m_lock);
        m_table = table;
    }

    /// Refuses connections from now on, or takes them again at the same address.
    void close()
    {
        QMetaObject::invokeMethod(&m_server, [this] {
            qDeleteAll(m_server.findChildren<QTcpSocket *>());
            m_server.close();
        }, Qt::BlockingQueuedConnection);
    }
    void reopen() { open(m_port); }

    enum Mood { Answers, Stalls, Drips, Refuses, Cuts };
    std::atomic<Mood> mood{Answers};
    /// Whole tables that were sent.
    std::atomic<int> sent{0};

private:
    void open(quint16 port)
    {
        QMetaObject::invokeMethod(&m_server, [this, port] {
            if (port == 0)
                QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
            if (!m_server.listen(QHostAddress::LocalHost, port))
                qFatal("cannot listen");
            m_port = m_server.serverPort();
        }, Qt::BlockingQueuedConnection);
    }

    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            socket->setParent(&m_server);
            QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] {
                if (socket->peek(65536).contains("\r\n\r\n"))
                    answer(*socket, socket->readAll());
            });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    }

    void answer(QTcpSocket &socket, const QByteArray &request)
    {
        const std::scoped_lock lock(m_lock);
        const QByteArray mark = '"' + QByteArray::number(qHash(m_table)) + '"';
        const QByteArray length = QByteArray::number(m_table.size());
        const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nETag: " + mark + "\r\nContent-Length: " + length
            + "\r\nConnection: close\r\n\r\n";
        switch (mood.load()) {
        case Stalls:
            return;
        case Drips:
            socket.write(head + m_table.left(10));
            return;
        case Refuses:
            socket.write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            break;
        case Cuts:
            socket.write(head + m_table.left(m_table.size() / 2));
            break;
        case Answers:
            if (request.contains(mark)) {
                socket.write("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
                break;
            }
            socket.write(head + m_table);
            ++sent;
        }
        socket.disconnectFromHost();
    }

    std::mutex m_lock;
    QByteArray m_table;
    QThread m_thread;
    QTcpServer m_server;
    quint16 m_port = 0;
};

} // namespace forewatch::test
